import { cellText } from '../core/clickhouse/resultPayload';
import type { PayloadCell, PayloadTable } from '../core/clickhouse/resultPayload';

export type TableRow = readonly PayloadCell[];

const MIN_WIDTH = 3;
const MAX_WIDTH = 60;
/** Widths follow the first rows: enough to look right, and steady while more arrive. */
const MEASURED_ROWS = 200;

/** Column widths in characters of a monospace font. */
export function columnWidths({ columns, rows, totals }: PayloadTable): number[] {
  const measured = rows.slice(0, MEASURED_ROWS);
  if (totals !== undefined) measured.push(totals);
  return columns.map(({ name }, index) => {
    const widest = measured.reduce(
      (width, row) => Math.max(width, displayText(row[index] ?? null).length),
      name.length,
    );
    return Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, widest));
  });
}

/** One line of text. Line ends and tabs are made visible. */
export function displayText(cell: PayloadCell): string {
  return cellText(cell)
    .replace(/\r\n|\r|\n/g, '⏎')
    .replace(/\t/g, '⇥')
    .replace(/\0/g, '␀');
}

/** The rows that hold the text in any cell, ignoring case. */
export function filterRows(rows: readonly TableRow[], text: string): readonly TableRow[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return rows;
  return rows.filter((row) => row.some((cell) => cellText(cell).toLowerCase().includes(wanted)));
}

/** Which rows to draw: those in sight and some around them. */
export function visibleRange(view: {
  readonly scrollTop: number;
  readonly height: number;
  readonly rowHeight: number;
  readonly rowCount: number;
}): { start: number; end: number } {
  const overscan = 10;
  const first = Math.floor(view.scrollTop / view.rowHeight);
  const last = Math.ceil((view.scrollTop + view.height) / view.rowHeight);
  return {
    start: Math.max(0, Math.min(first - overscan, view.rowCount)),
    end: Math.max(0, Math.min(last + overscan, view.rowCount)),
  };
}

/** For spreadsheets: tab-separated with a header. NULL is empty; a cell with a tab, a quote or a line end is quoted. */
export function toTabSeparated(columns: PayloadTable['columns'], rows: readonly TableRow[]): string {
  const lines = [columns.map(({ name }) => quoteField(name))];
  for (const row of rows) lines.push(row.map((cell) => (cell === null ? '' : quoteField(cellText(cell)))));
  return lines.map((fields) => fields.join('\t')).join('\n');
}

function quoteField(text: string): string {
  return /["\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
