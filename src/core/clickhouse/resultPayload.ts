import type { Column } from './streamReader';
import type { CellValue } from './values';

/** A value too long for the output: its beginning and how many characters it really has. */
export interface LongValue {
  readonly start: string;
  readonly length: number;
}

export type PayloadCell = CellValue | LongValue;

/** The only thing the renderer knows: data and sentences, no logic. Changing it means a new version. */
export interface ResultPayload {
  readonly version: 1;
  readonly isRunning: boolean;
  /** Such as `1,000 rows · 0.12 s`. */
  readonly summary: string;
  readonly table: PayloadTable | undefined;
  /** The answer to a statement with a FORMAT of its own. */
  readonly text: string | undefined;
  readonly notice: Notice | undefined;
}

export interface PayloadTable {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly PayloadCell[])[];
  /** The row of WITH TOTALS. */
  readonly totals: readonly PayloadCell[] | undefined;
  /** Says that and why rows are missing. */
  readonly cut: string | undefined;
}

export interface Notice {
  readonly tone: 'error' | 'warning' | 'quiet';
  readonly message: string;
  /** The server's own words. */
  readonly detail: string;
}

export type ParsedPayload =
  | { readonly kind: 'payload'; readonly payload: ResultPayload }
  | { readonly kind: 'unreadable'; readonly message: string };

/** The renderer's boundary: outputs may come from another version of the extension. */
export function parsePayload(value: unknown): ParsedPayload {
  if (!isRecord(value) || typeof value['version'] !== 'number')
    return { kind: 'unreadable', message: 'This output is not a ClickHouse result.' };
  if (value['version'] !== 1)
    return {
      kind: 'unreadable',
      message: 'This result was written by another version of Langfuse Stack. Run the cell again.',
    };
  if (!isPayload(value))
    return { kind: 'unreadable', message: 'This result is damaged. Run the cell again.' };
  return { kind: 'payload', payload: value };
}

function isPayload(value: Record<string, unknown>): value is Record<string, unknown> & ResultPayload {
  const { isRunning, summary, table, text, notice } = value;
  return (
    typeof isRunning === 'boolean' &&
    typeof summary === 'string' &&
    (table === undefined || isTable(table)) &&
    isOptionalString(text) &&
    (notice === undefined || isNotice(notice))
  );
}

function isTable(value: unknown): boolean {
  return (
    isRecord(value) &&
    Array.isArray(value['columns']) &&
    value['columns'].every(
      (column) =>
        isRecord(column) && typeof column['name'] === 'string' && typeof column['type'] === 'string',
    ) &&
    Array.isArray(value['rows']) &&
    value['rows'].every(isRow) &&
    (value['totals'] === undefined || isRow(value['totals'])) &&
    isOptionalString(value['cut'])
  );
}

function isRow(value: unknown): boolean {
  return Array.isArray(value) && value.every(isCell);
}

function isCell(value: unknown): boolean {
  if (value === null || typeof value === 'string') return true;
  return isRecord(value) && typeof value['start'] === 'string' && typeof value['length'] === 'number';
}

function isNotice(value: unknown): boolean {
  return (
    isRecord(value) &&
    (value['tone'] === 'error' || value['tone'] === 'warning' || value['tone'] === 'quiet') &&
    typeof value['message'] === 'string' &&
    typeof value['detail'] === 'string'
  );
}

function isOptionalString(value: unknown): boolean {
  return value === undefined || typeof value === 'string';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The text of a cell, with what is missing said. */
export function cellText(cell: PayloadCell): string {
  if (cell === null) return 'NULL';
  if (typeof cell === 'string') return cell;
  return `${cell.start}… (${formatCount(cell.length)} characters)`;
}

/** `1234567` → `1,234,567`. */
export function formatCount(count: number | string): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}
