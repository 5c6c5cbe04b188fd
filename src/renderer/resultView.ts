import { formatCount } from '../core/clickhouse/resultPayload';
import type {
  Notice,
  ParsedPayload,
  PayloadCell,
  PayloadTable,
  ResultPayload,
} from '../core/clickhouse/resultPayload';
import { element } from './dom';
import css from './style.css';
import { filterRows, toTabSeparated } from './tableModel';
import type { TableRow } from './tableModel';
import { fullText, TableView } from './tableView';

/** A filter is clutter where everything is in sight. */
const ROWS_WORTH_FILTERING = 8;

/** One output: a table or text, a notice, and a line about it. Lives as long as its element. */
export class ResultView {
  private readonly table = new TableView((cell, column) => this.showDetail(cell, column));
  private readonly text = element('pre', { class: 'text' });
  private readonly detail = element('section', { class: 'detail', label: 'Value' });
  private readonly cut = element('div', { class: 'notice warning', role: 'status' });
  private readonly notice = element('div', { role: 'status' });
  private readonly summary = element('span', { class: 'summary' });
  private readonly filter = element('input', { class: 'filter', label: 'Filter rows' });
  private readonly copy = element('button', {
    class: 'copy',
    text: 'Copy',
    title: 'Copy the rows as tab-separated text',
  });
  private readonly footer = element('div', { class: 'footer' }, [this.summary, this.filter, this.copy]);
  private payloadTable: PayloadTable | undefined;
  private baseSummary = '';

  constructor(host: HTMLElement) {
    const shadow = host.attachShadow({ mode: 'open' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    shadow.adoptedStyleSheets = [sheet];
    shadow.append(this.table.root, this.text, this.detail, this.cut, this.notice, this.footer);
    this.filter.type = 'search';
    this.filter.placeholder = 'Filter rows';
    this.filter.addEventListener('input', () => this.showRows());
    this.filter.addEventListener('keydown', (event) => this.onFilterKey(event));
    this.table.root.addEventListener('keydown', (event) => this.onTableKey(event));
    this.copy.addEventListener('click', () => void this.copyRows());
    this.detail.hidden = true;
  }

  show(parsed: ParsedPayload): void {
    const payload = parsed.kind === 'payload' ? parsed.payload : unreadable(parsed.message);
    // Columns are compared by identity: keep those we have while the same result grows.
    const { table } = payload;
    const isGrowing =
      table !== undefined && JSON.stringify(table.columns) === JSON.stringify(this.payloadTable?.columns);
    this.payloadTable =
      isGrowing && this.payloadTable ? { ...table, columns: this.payloadTable.columns } : table;
    if (!isGrowing) this.detail.hidden = true;
    this.baseSummary = payload.summary;
    this.table.root.hidden = table === undefined;
    this.text.hidden = payload.text === undefined;
    this.text.textContent = payload.text ?? '';
    this.cut.hidden = table?.cut === undefined;
    this.cut.textContent = table?.cut ?? '';
    this.showNotice(payload.notice);
    this.filter.hidden = (table?.rows.length ?? 0) <= ROWS_WORTH_FILTERING;
    this.copy.hidden = payload.isRunning || (table?.rows.length ?? 0) === 0;
    this.footer.hidden = payload.summary === '';
    this.summary.classList.toggle('running', payload.isRunning);
    this.showRows();
  }

  private showRows(): void {
    const rows = this.shownRows();
    if (this.payloadTable !== undefined) this.table.show(this.payloadTable, rows);
    const isFiltered = !this.filter.hidden && this.filter.value.trim() !== '';
    this.summary.textContent = isFiltered
      ? `${formatCount(rows.length)} match · ${this.baseSummary}`
      : this.baseSummary;
  }

  private shownRows(): readonly TableRow[] {
    const rows = this.payloadTable?.rows ?? [];
    return this.filter.hidden ? rows : filterRows(rows, this.filter.value);
  }

  private showNotice(notice: Notice | undefined): void {
    this.notice.hidden = notice === undefined;
    if (notice === undefined) return;
    this.notice.className = `notice ${notice.tone}`;
    const message = element('div', { class: 'message', text: notice.message });
    const detail = element('div', { class: 'words', text: notice.detail });
    this.notice.replaceChildren(message, ...(notice.detail === '' ? [] : [detail]));
  }

  /** The whole value of a cell under the table; again for the same cell closes it. */
  private showDetail(cell: PayloadCell, { name, type }: PayloadTable['columns'][number]): void {
    const text = fullText(cell);
    const length = cell !== null && typeof cell !== 'string' ? cell.length : text.length;
    const missing = length > text.length ? `, the first ${formatCount(text.length)} shown` : '';
    const facts = cell === null ? 'NULL' : `${formatCount(length)} characters${missing}`;
    const close = element('button', { class: 'close', text: '×', title: 'Close (Escape)', label: 'Close' });
    close.addEventListener('click', () => this.closeDetail());
    this.detail.replaceChildren(
      element('div', { class: 'detail-title' }, [
        element('strong', { text: name }),
        element('span', { text: `${type} · ${facts}` }),
        close,
      ]),
      element('pre', { text }),
    );
    this.detail.hidden = false;
  }

  private closeDetail(): void {
    this.detail.hidden = true;
    this.table.root.focus();
  }

  private onTableKey(event: KeyboardEvent): void {
    if (event.key === 'Escape' && !this.detail.hidden) this.closeDetail();
    else if (event.key === '/' && !this.filter.hidden) this.filter.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  private onFilterKey(event: KeyboardEvent): void {
    // Typing must not reach VS Code's own keys; its shortcuts with Ctrl or Cmd must.
    if (!event.ctrlKey && !event.metaKey) event.stopPropagation();
    if (event.key === 'Escape') {
      this.filter.value = '';
      this.showRows();
      this.table.root.focus();
    } else if (event.key === 'ArrowDown') {
      this.table.root.focus();
    }
  }

  private async copyRows(): Promise<void> {
    if (this.payloadTable === undefined) return;
    const text = toTabSeparated(this.payloadTable.columns, this.shownRows());
    // A browser may refuse; the button is where the operator is looking.
    this.copy.textContent = await navigator.clipboard.writeText(text).then(
      () => 'Copied',
      () => 'The browser refused to copy',
    );
    this.copy.addEventListener('blur', () => (this.copy.textContent = 'Copy'), { once: true });
  }
}

function unreadable(message: string): ResultPayload {
  const notice: Notice = { tone: 'error', message, detail: '' };
  return { version: 1, isRunning: false, summary: '', table: undefined, text: undefined, notice };
}
