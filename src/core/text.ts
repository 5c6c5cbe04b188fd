/** A half-open range of UTF-16 offsets into a text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface TextEdit {
  readonly span: Span;
  readonly newText: string;
}

/** A place in a file. `path` is relative to the stack's folder, with forward slashes. */
export interface Location {
  readonly path: string;
  readonly span: Span;
}

/** Line and column, both from 0; the column counts UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Applies edits that do not overlap, in any order. Insertions at one offset keep the order given. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = '';
  let offset = 0;
  for (const edit of [...edits].sort((a, b) => a.span.start - b.span.start)) {
    if (edit.span.start < offset) throw new RangeError('Edits overlap.');
    result += text.slice(offset, edit.span.start) + edit.newText;
    offset = edit.span.end;
  }
  return result + text.slice(offset);
}

/** Where the line that an offset lies in begins. */
export function lineStartAt(text: string, offset: number): number {
  // A negative index would be taken for 0, where a line end may stand.
  return offset <= 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
}

/** What ends the lines of a text: CRLF as soon as one of them does. */
export function lineEndingOf(text: string): '\r\n' | '\n' {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

/** The line that an offset lies in, without its line end. */
export function lineAround(text: string, offset: number): Span {
  const start = lineStartAt(text, offset);
  const newline = text.indexOf('\n', offset);
  const end = newline < 0 ? text.length : newline;
  return { start, end: end > start && text[end - 1] === '\r' ? end - 1 : end };
}

/** The same with its line end, as it is removed or moved. */
export function wholeLineAt(text: string, offset: number): Span {
  const newline = text.indexOf('\n', offset);
  return { start: lineStartAt(text, offset), end: newline < 0 ? text.length : newline + 1 };
}

/** Maps offsets of one text to positions and back. CRLF, LF and a lone CR end a line, as in an editor. */
export class LineIndex {
  private readonly lineStarts: readonly number[];

  constructor(private readonly text: string) {
    const starts = [0];
    for (const match of text.matchAll(/\r\n|\n|\r/g)) starts.push(match.index + match[0].length);
    this.lineStarts = starts;
  }

  /** Offsets beyond the text are clamped to its end. */
  positionAt(offset: number): Position {
    const clamped = Math.max(0, Math.min(offset, this.text.length));
    let low = 0;
    let high = this.lineStarts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.lineStarts[middle] ?? Infinity) <= clamped) low = middle;
      else high = middle - 1;
    }
    return { line: low, column: clamped - (this.lineStarts[low] ?? 0) };
  }

  /** Columns beyond the line's end are clamped to it, lines beyond the last one to the text's end. */
  offsetAt({ line, column }: Position): number {
    const start = this.lineStarts[line];
    const length = this.lineAt(line)?.length;
    return start === undefined || length === undefined ? this.text.length : start + Math.min(column, length);
  }

  /** The line's text without its line end; undefined beyond the last line. */
  lineAt(line: number): string | undefined {
    const start = this.lineStarts[line];
    if (start === undefined) return undefined;
    return this.text.slice(start, this.lineStarts[line + 1]).replace(/[\r\n]+$/, '');
  }
}
