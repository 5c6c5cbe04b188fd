import { parseServerError } from './errors';
import type { ServerError } from './errors';
import { decodeUtf8, displayBytes, displayValue, splitCells } from './values';
import type { CellValue } from './values';

export interface Column {
  readonly name: string;
  /** As ClickHouse writes it, such as `Nullable(DateTime64(3, 'UTC'))`. */
  readonly type: string;
}

export type Row = readonly CellValue[];

/** How the answer ended. */
export type StreamEnd =
  | { readonly kind: 'complete' }
  | { readonly kind: 'failed'; readonly error: ServerError }
  /** The answer stops in the middle of a row, of the header or of an error. */
  | { readonly kind: 'broken-off' };

/** Receives what the reader finds. Return false from `row` to stop reading. */
export interface StreamSink {
  columns(columns: readonly Column[]): void;
  row(row: Row): boolean;
  totals(row: Row): void;
}

const NEWLINE = 0x0a;
const MAX_ERROR_CHARACTERS = 64 * 1024;
const EXCEPTION_MARKER = '__exception__';

/**
 * Reads JSONCompactEachRowWithNamesAndTypes as it arrives. Servers report a failure in the middle of a 200 answer in
 * three ways: as one more row with a single cell (up to 25.10), as plain text, or as a block between
 * `__exception__` lines (since about 24.11). Rows before the failure stay valid.
 */
export class StreamReader {
  private pending: Uint8Array = new Uint8Array();
  private names: readonly string[] | undefined;
  private columnCount: number | undefined;
  private types: readonly string[] = [];
  private errorText: string | undefined;
  private heldBack: { readonly row: Row; readonly error: ServerError } | undefined;
  private isAfterBlank = false;
  private hasBrokenLine = false;
  private isStopped = false;

  constructor(private readonly sink: StreamSink) {}

  /** Bytes of an unfinished line: a single huge value makes it grow. */
  get pendingBytes(): number {
    return this.pending.length;
  }

  /** False when the sink wants no more rows. */
  push(chunk: Uint8Array): boolean {
    const bytes = this.pending.length === 0 ? chunk : concat(this.pending, chunk);
    let start = 0;
    while (!this.isStopped) {
      const end = bytes.indexOf(NEWLINE, start);
      if (end < 0) break;
      this.line(bytes.subarray(start, end));
      start = end + 1;
    }
    this.pending = bytes.slice(start);
    return !this.isStopped;
  }

  /** Call once, after the last chunk. */
  end(): StreamEnd {
    if (this.errorText !== undefined || this.looksLikeError(this.pending)) {
      const text = (this.errorText ?? '') + looseText(this.pending);
      const error = parseServerError(text);
      return error === undefined ? { kind: 'broken-off' } : { kind: 'failed', error };
    }
    if (this.heldBack !== undefined) return { kind: 'failed', error: this.heldBack.error };
    const hasHeader = this.columnCount !== undefined || this.names === undefined;
    return this.pending.length > 0 || this.hasBrokenLine || !hasHeader
      ? { kind: 'broken-off' }
      : { kind: 'complete' };
  }

  private line(bytes: Uint8Array): void {
    if (this.errorText !== undefined) {
      if (this.errorText.length < MAX_ERROR_CHARACTERS) this.errorText += `${looseText(bytes)}\n`;
      return;
    }
    const text = decodeUtf8(bytes);
    if ((text ?? '-').trim() === '') {
      this.isAfterBlank = true;
      return;
    }
    const source = text ?? latin1(bytes);
    if (!source.startsWith('[')) {
      this.errorText = `${source}\n`;
      return;
    }
    const cells = splitCells(source.trimEnd());
    if (cells === undefined) {
      // A row cut short by an error that follows.
      this.hasBrokenLine = true;
      return;
    }
    this.cells(cells, text === undefined ? displayBytes : displayValue);
  }

  private cells(cells: readonly string[], display: (source: string, type: string) => CellValue): void {
    if (this.columnCount === undefined) {
      const texts = cells.map((cell) => display(cell, 'String') ?? '');
      if (this.names === undefined) this.names = texts;
      else this.header(this.names, texts);
      return;
    }
    const row = cells.map((cell, index) => display(cell, this.types[index] ?? ''));
    const error = row.length === 1 ? rowAsError(row[0]) : undefined;
    if (error !== undefined && this.columnCount !== 1) {
      this.errorText = row[0] ?? '';
      return;
    }
    if (row.length !== this.columnCount) {
      this.hasBrokenLine = true;
      return;
    }
    this.releaseHeldBack();
    // In a table of one column, a text that reads like an exception is one only when nothing follows it.
    if (error !== undefined) this.heldBack = { row, error };
    else if (this.isAfterBlank) this.sink.totals(row);
    else this.give(row);
  }

  private header(names: readonly string[], types: readonly string[]): void {
    this.types = types;
    this.columnCount = names.length;
    this.sink.columns(names.map((name, index) => ({ name, type: types[index] ?? '' })));
  }

  private releaseHeldBack(): void {
    if (this.heldBack === undefined) return;
    this.give(this.heldBack.row);
    this.heldBack = undefined;
  }

  private give(row: Row): void {
    if (!this.isStopped && !this.sink.row(row)) this.isStopped = true;
  }

  private looksLikeError(bytes: Uint8Array): boolean {
    const text = looseText(bytes.subarray(0, 64)).trimStart();
    return text.startsWith('Code: ') || text.startsWith(EXCEPTION_MARKER);
  }
}

function rowAsError(cell: CellValue | undefined): ServerError | undefined {
  if (!cell?.startsWith('Code: ')) return undefined;
  return /\(version [^\n]*\)\s*$/.test(cell) ? parseServerError(cell) : undefined;
}

function looseText(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

/** One character per byte. */
function latin1(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
}

function concat(first: Uint8Array, second: Uint8Array): Uint8Array {
  const joined = new Uint8Array(first.length + second.length);
  joined.set(first);
  joined.set(second, first.length);
  return joined;
}
