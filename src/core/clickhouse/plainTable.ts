import { cellText, formatCount } from './resultPayload';
import type { PayloadTable, ResultPayload } from './resultPayload';
import { isNumericType } from './values';

const MAX_ROWS = 50;
const MAX_WIDTH = 60;

/** The same result as aligned text: for copying, screen readers and places without our renderer. */
export function plainResult({ summary, table, text, notice }: ResultPayload): string {
  const parts = [
    table === undefined ? '' : plainTable(table),
    text ?? '',
    notice === undefined ? '' : [notice.message, notice.detail].filter((line) => line !== '').join('\n'),
    table?.cut ?? '',
    summary,
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

export function plainTable({ columns, rows, totals }: PayloadTable): string {
  const shown = rows.slice(0, MAX_ROWS).map((row) => row.map((cell) => fit(cellText(cell))));
  if (totals !== undefined) shown.push(totals.map((cell) => fit(cellText(cell))));
  const names = columns.map((column) => fit(column.name));
  const widths = names.map((name, index) =>
    Math.max(name.length, ...shown.map((row) => (row[index] ?? '').length)),
  );
  const align = (cells: readonly string[]): string =>
    cells
      .map((cell, index) => {
        const width = widths[index] ?? 0;
        return isNumericType(columns[index]?.type ?? '') ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd();
  const lines = [align(names), widths.map((width) => '─'.repeat(width)).join('  '), ...shown.map(align)];
  if (rows.length > MAX_ROWS) lines.push(`… ${formatCount(rows.length - MAX_ROWS)} more rows`);
  return lines.join('\n');
}

function fit(text: string): string {
  const line = text.replace(/[\r\n\t]+/g, ' ');
  return line.length <= MAX_WIDTH ? line : `${line.slice(0, MAX_WIDTH - 1)}…`;
}
