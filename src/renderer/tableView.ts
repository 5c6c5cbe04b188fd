import { formatCount } from '../core/clickhouse/resultPayload';
import type { PayloadCell, PayloadTable } from '../core/clickhouse/resultPayload';
import { isNumericType } from '../core/clickhouse/values';
import { element } from './dom';
import { columnWidths, displayText, visibleRange } from './tableModel';
import type { TableRow } from './tableModel';

const ROW_HEIGHT = 22;
/** Rows in sight before the table scrolls. */
const VISIBLE_ROWS = 16;

interface CellPosition {
  readonly row: number;
  readonly column: number;
}

/** A virtual table: rows of one height, of which only those in sight exist. Arrow keys move through its cells. */
export class TableView {
  readonly root = element('div', { class: 'viewport', role: 'grid' });
  private readonly header = element('div', { class: 'row header', role: 'row' });
  private readonly body = element('div', { class: 'body' });
  private readonly footer = element('div', { class: 'row totals', role: 'row' });
  private table: PayloadTable = { columns: [], rows: [], totals: undefined, cut: undefined };
  private rows: readonly TableRow[] = [];
  private active: CellPosition | undefined;
  private frame: number | undefined;

  /** `open` is called with the cell that the operator wants to read in full. */
  constructor(private readonly open: (cell: PayloadCell, column: PayloadTable['columns'][number]) => void) {
    this.root.tabIndex = 0;
    this.root.style.setProperty('--row-height', `${ROW_HEIGHT}px`);
    // The header and a horizontal scroll bar come on top.
    this.root.style.maxHeight = `${(VISIBLE_ROWS + 1) * ROW_HEIGHT + 16}px`;
    this.root.append(this.header, this.body, this.footer);
    this.root.addEventListener('scroll', () => this.schedule());
    this.root.addEventListener('keydown', (event) => this.onKey(event));
    this.root.addEventListener('mousedown', (event) => this.activate(positionOf(event.target)));
    this.root.addEventListener('dblclick', () => this.openActive());
    this.root.addEventListener('copy', (event) => this.onCopy(event));
  }

  /** `rows` are those of the table that pass the filter. */
  show(table: PayloadTable, rows: readonly TableRow[]): void {
    const isSameShape = table.columns === this.table.columns;
    this.table = table;
    this.rows = rows;
    if (!isSameShape) this.showHeader();
    this.root.setAttribute('aria-rowcount', String(table.rows.length + 1));
    this.root.setAttribute('aria-colcount', String(table.columns.length));
    this.root.setAttribute('aria-label', `Result of ${formatCount(table.rows.length)} rows`);
    // Filtering must not make the table shrink under the filter that is being typed.
    const unfiltered = Math.min(table.rows.length, VISIBLE_ROWS);
    this.body.style.height = `${Math.max(rows.length, unfiltered) * ROW_HEIGHT}px`;
    if (this.active !== undefined && this.active.row >= rows.length) this.active = undefined;
    this.draw();
  }

  private showHeader(): void {
    const widths = columnWidths(this.table);
    // One character more than the text: letters of a proportional fallback font may be wider.
    const template = widths.map((width) => `calc(${width + 1}ch + 16px)`).join(' ');
    this.root.style.setProperty('--columns', `${template} minmax(0, 1fr)`);
    this.header.replaceChildren(
      ...this.table.columns.map(({ name, type }) =>
        element('div', {
          class: isNumericType(type) ? 'cell number' : 'cell',
          text: name,
          title: `${name}\n${type}`,
          role: 'columnheader',
          label: `${name}, ${type}`,
        }),
      ),
    );
    this.footer.hidden = this.table.totals === undefined;
    this.footer.replaceChildren(...(this.table.totals ?? []).map((cell, column) => this.cell(cell, column)));
  }

  private schedule(): void {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = undefined;
      this.draw();
    });
  }

  private draw(): void {
    const { start, end } = visibleRange({
      scrollTop: this.root.scrollTop,
      height: this.root.clientHeight || VISIBLE_ROWS * ROW_HEIGHT,
      rowHeight: ROW_HEIGHT,
      rowCount: this.rows.length,
    });
    this.body.replaceChildren(
      ...this.rows.slice(start, end).map((row, index) => this.row(row, start + index)),
    );
    const { active } = this;
    if (active === undefined) this.root.removeAttribute('aria-activedescendant');
    else this.root.setAttribute('aria-activedescendant', cellId(active));
  }

  private row(cells: TableRow, row: number): HTMLElement {
    const created = element(
      'div',
      { class: 'row', role: 'row' },
      cells.map((cell, column) => {
        const shown = this.cell(cell, column);
        shown.id = cellId({ row, column });
        shown.dataset['row'] = String(row);
        shown.dataset['column'] = String(column);
        if (this.active?.row === row && this.active.column === column) shown.classList.add('active');
        return shown;
      }),
    );
    created.style.top = `${row * ROW_HEIGHT}px`;
    created.setAttribute('aria-rowindex', String(row + 2));
    return created;
  }

  private cell(cell: PayloadCell, column: number): HTMLElement {
    const isNumber = isNumericType(this.table.columns[column]?.type ?? '');
    const created = element('div', { class: isNumber ? 'cell number' : 'cell', role: 'gridcell' });
    if (cell === null) created.classList.add('null');
    created.textContent = displayText(cell);
    return created;
  }

  private activate(position: CellPosition | undefined): void {
    if (position === undefined) return;
    this.active = position;
    this.draw();
  }

  private onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const from = this.active ?? { row: -1, column: 0 };
    const page = Math.max(1, Math.floor(this.root.clientHeight / ROW_HEIGHT) - 1);
    const lastRow = this.rows.length - 1;
    switch (event.key) {
      case 'ArrowDown':
        this.move(from.row + 1, from.column);
        break;
      case 'ArrowUp':
        this.move(from.row - 1, from.column);
        break;
      case 'ArrowRight':
        this.move(from.row, from.column + 1);
        break;
      case 'ArrowLeft':
        this.move(from.row, from.column - 1);
        break;
      case 'PageDown':
        this.move(from.row + page, from.column);
        break;
      case 'PageUp':
        this.move(from.row - page, from.column);
        break;
      case 'Home':
        this.move(0, from.column);
        break;
      case 'End':
        this.move(lastRow, from.column);
        break;
      case 'Enter':
      case ' ':
        this.openActive();
        break;
      default:
        return;
    }
    // VS Code would move to another cell of the notebook.
    event.preventDefault();
    event.stopPropagation();
  }

  private move(row: number, column: number): void {
    if (this.rows.length === 0) return;
    const position = {
      row: Math.max(0, Math.min(row, this.rows.length - 1)),
      column: Math.max(0, Math.min(column, this.table.columns.length - 1)),
    };
    this.active = position;
    const top = position.row * ROW_HEIGHT;
    const bottomEdge = this.root.scrollTop + this.root.clientHeight - 2 * ROW_HEIGHT;
    if (top < this.root.scrollTop) this.root.scrollTop = top;
    else if (top > bottomEdge) this.root.scrollTop += top - bottomEdge;
    this.draw();
    this.body.querySelector('.active')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  private activeCell(): PayloadCell | undefined {
    return this.active && this.rows[this.active.row]?.[this.active.column];
  }

  private openActive(): void {
    const cell = this.activeCell();
    const column = this.active && this.table.columns[this.active.column];
    if (cell !== undefined && column !== undefined) this.open(cell, column);
  }

  private onCopy(event: ClipboardEvent): void {
    const cell = this.activeCell();
    const hasSelection = (document.getSelection()?.toString() ?? '') !== '';
    if (cell === undefined || hasSelection) return;
    event.clipboardData?.setData('text/plain', fullText(cell));
    event.preventDefault();
  }
}

/** What the operator gets when copying: the value alone. */
export function fullText(cell: PayloadCell): string {
  if (cell === null) return '';
  return typeof cell === 'string' ? cell : cell.start;
}

function cellId({ row, column }: CellPosition): string {
  return `cell-${row}-${column}`;
}

function positionOf(target: EventTarget | null): CellPosition | undefined {
  if (!(target instanceof HTMLElement)) return undefined;
  const { row, column } = target.dataset;
  return row === undefined || column === undefined ? undefined : { row: Number(row), column: Number(column) };
}
