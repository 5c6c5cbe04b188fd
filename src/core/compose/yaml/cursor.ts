import { NEWLINE, RETURN, SPACE, isBlank, isBreak, isSpace } from './characters';

/** Compose refuses the text. */
export class YamlError extends Error {
  override readonly name = 'YamlError';

  /** `message` is for the operator. */
  constructor(
    message: string,
    readonly start: number,
    readonly end = start,
    readonly kind: 'syntax' | 'too-deep' = 'syntax',
  ) {
    super(message);
  }
}

/** A place in a YAML text. */
export class Cursor {
  at: number;
  /** The start of the line that `at` stands on. */
  lineStart: number;

  constructor(readonly text: string) {
    this.at = text.startsWith('\ufeff') ? 1 : 0;
    this.lineStart = this.at;
  }

  /** The character here, or further on; NaN behind the end. */
  code(ahead = 0): number {
    return this.text.charCodeAt(this.at + ahead);
  }

  column(): number {
    return this.at - this.lineStart;
  }

  isAtEnd(): boolean {
    return this.at >= this.text.length;
  }

  isAtLineEnd(): boolean {
    return this.isAtEnd() || isBreak(this.code());
  }

  /** Whether `---` or `...` stands here, which ends every document and text. */
  isDocumentMark(): boolean {
    if (this.at !== this.lineStart) return false;
    const mark = this.text.slice(this.at, this.at + 3);
    return (mark === '---' || mark === '...') && isSpace(this.code(3));
  }

  skipSpaces(): void {
    while (this.code() === SPACE) this.at++;
  }

  skipBlanks(): void {
    while (isBlank(this.code())) this.at++;
  }

  skipToLineEnd(): void {
    while (!this.isAtLineEnd()) this.at++;
  }

  /** Past the line end that stands here. Returns what a text has in its place. */
  skipBreak(): string {
    const code = this.code();
    this.at += code === RETURN && this.code(1) === NEWLINE ? 2 : 1;
    this.lineStart = this.at;
    return code > 0xff ? String.fromCharCode(code) : '\n';
  }

  /** The match of a sticky pattern here; undefined, and nothing is read, without one. */
  match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text) ?? undefined;
    if (match !== undefined) this.at = pattern.lastIndex;
    return match;
  }
}
