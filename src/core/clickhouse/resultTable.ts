import { formatCount } from './resultPayload';
import type { PayloadCell, PayloadTable } from './resultPayload';
import type { Column, Row, StreamSink } from './streamReader';
import type { CellValue } from './values';

export interface ResultLimits {
  readonly rows: number;
  readonly bytes: number;
}

/** Characters of one value that an output keeps. */
const MAX_CELL_CHARACTERS = 32 * 1024;

/** Collects the rows of one statement under a row cap and a byte cap. Whether rows are missing is always known. */
export class ResultTable implements StreamSink {
  private found: readonly Column[] | undefined;
  private readonly kept: (readonly PayloadCell[])[] = [];
  private totalsRow: readonly PayloadCell[] | undefined;
  private bytes = 0;
  private cutBy: 'rows' | 'bytes' | undefined;

  constructor(readonly limits: ResultLimits) {}

  /** False until the header has arrived, and for statements that answer nothing. */
  get hasColumns(): boolean {
    return this.found !== undefined;
  }

  get rowCount(): number {
    return this.kept.length;
  }

  get isCut(): boolean {
    return this.cutBy !== undefined;
  }

  columns(columns: readonly Column[]): void {
    this.found = columns;
  }

  /** False once the table is full. The row that does not fit any more is what proves that the result is longer. */
  row(row: Row): boolean {
    if (this.kept.length >= this.limits.rows) return this.cut('rows');
    const cells = row.map(shorten);
    const size = cells.reduce((sum, cell) => sum + sizeOf(cell), 0);
    if (this.bytes + size > this.limits.bytes) return this.cut('bytes');
    this.bytes += size;
    this.kept.push(cells);
    return true;
  }

  totals(row: Row): void {
    this.totalsRow = row.map(shorten);
  }

  /** Ends the table because a value on the wire is larger than all that may be kept. */
  cutByBytes(): void {
    this.cutBy = 'bytes';
  }

  /** A copy of what is there now; undefined before the header. */
  snapshot(): PayloadTable | undefined {
    if (this.found === undefined) return undefined;
    return { columns: this.found, rows: [...this.kept], totals: this.totalsRow, cut: this.cutSentence() };
  }

  private cut(by: 'rows' | 'bytes'): false {
    this.cutBy = by;
    return false;
  }

  private cutSentence(): string | undefined {
    switch (this.cutBy) {
      case undefined:
        return undefined;
      case 'rows':
        return `Cut at ${formatCount(this.limits.rows)} rows; the result is longer. Add a LIMIT or an aggregate, or raise langfuseStack.notebook.maxRows.`;
      case 'bytes':
        return `Cut after ${formatCount(this.kept.length)} rows, at ${formatCount(Math.round(this.limits.bytes / 1024 / 1024))} MB; the result is longer. Select fewer or shorter columns.`;
    }
  }
}

function shorten(value: CellValue): PayloadCell {
  if (value === null || value.length <= MAX_CELL_CHARACTERS) return value;
  return { start: value.slice(0, MAX_CELL_CHARACTERS), length: value.length };
}

/** In memory and on the wire to the renderer a character costs two bytes or less. */
function sizeOf(cell: PayloadCell): number {
  if (cell === null) return 4;
  return 2 * (typeof cell === 'string' ? cell.length : cell.start.length) + 8;
}
