import { COLON, DASH, HASH, INDICATORS, NEWLINE, QUESTION, RETURN, SPACE, TAB } from './signs';

/** The text is no plain YAML, or no YAML at all. */
export class NotPlain extends Error {
  override readonly name = 'NotPlain';
}

const MAX_DEPTH = 64;

/** A place in a text that moves on by blanks, comments and lines. */
export class Scanner {
  at = 0;
  /** The start of the line that `at` stands on. */
  lineStart = 0;
  private depth = 0;

  constructor(readonly text: string) {}

  /** The sign that stands here; NaN at the end. */
  code(): number {
    return this.text.charCodeAt(this.at);
  }

  column(): number {
    return this.at - this.lineStart;
  }

  isAtEnd(): boolean {
    return this.at >= this.text.length;
  }

  /** Whether nothing more than a comment stands on the rest of the line. */
  isLineOver(): boolean {
    const code = this.code();
    return Number.isNaN(code) || code === NEWLINE || code === RETURN || code === HASH;
  }

  isBlank(index: number): boolean {
    const code = this.text.charCodeAt(index);
    if (code === TAB) throw new NotPlain();
    return Number.isNaN(code) || code === SPACE || code === NEWLINE || code === RETURN;
  }

  isDash(): boolean {
    return this.code() === DASH && this.isBlank(this.at + 1);
  }

  isDocumentMark(): boolean {
    if (this.at !== this.lineStart) return false;
    const mark = this.text.slice(this.at, this.at + 3);
    return (mark === '---' || mark === '...') && this.isBlank(this.at + 3);
  }

  startsPlainScalar(): boolean {
    const first = this.code();
    if (first === DASH || first === COLON || first === QUESTION) return !this.isBlank(this.at + 1);
    return !this.isAtEnd() && !INDICATORS.has(first);
  }

  skipSpaces(): void {
    this.at = this.spacesEnd(this.at);
  }

  spacesEnd(from: number): number {
    let i = from;
    while (this.text.charCodeAt(i) === SPACE) i++;
    return i;
  }

  /** To the next token, past the end of this line, which must hold nothing more than a comment. */
  endLine(): void {
    this.skipSpaces();
    const isGluedComment = this.code() === HASH && this.text.charCodeAt(this.at - 1) !== SPACE;
    if (!this.isLineOver() || isGluedComment) throw new NotPlain();
    const newline = this.text.indexOf('\n', this.at);
    this.toToken(newline < 0 ? this.text.length : newline + 1);
  }

  /** To the first token from the start of a line on. */
  toToken(lineStart: number): void {
    for (this.lineStart = lineStart; ;) {
      this.at = this.spacesEnd(this.lineStart);
      if (this.isAtEnd()) return;
      const code = this.code();
      if (code === TAB) throw new NotPlain();
      if (code !== HASH && code !== NEWLINE && code !== RETURN) return;
      const newline = this.text.indexOf('\n', this.at);
      this.lineStart = newline < 0 ? this.text.length : newline + 1;
    }
  }

  /** Past blanks, comments and line ends inside brackets, where the column does not matter. */
  skipFlowSpace(): void {
    this.skipSpaces();
    if (!this.isLineOver()) return;
    this.endLine();
    if (this.isAtEnd() || this.isDocumentMark()) throw new NotPlain();
  }

  /** Goes one collection deeper, until `leave`. */
  enter(): void {
    if (++this.depth > MAX_DEPTH) throw new NotPlain();
  }

  leave(): void {
    this.depth--;
  }
}
