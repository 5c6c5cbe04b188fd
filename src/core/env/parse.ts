import type { Span } from '../text';
import { parseDoubleQuoted, parseSingleQuoted } from './quoted';
import { MappedText } from './mappedText';

/** Consecutive pieces of a `.env` file; their spans cover the text without gaps. */
export type EnvItem =
  | { readonly kind: 'space'; readonly span: Span }
  | { readonly kind: 'comment'; readonly span: Span }
  | EnvAssignment
  | EnvInherit
  | { readonly kind: 'broken'; readonly span: Span };

export interface EnvAssignment {
  readonly kind: 'assignment';
  /** From the key, or `export`, to the end of the value; a comment behind an unquoted value is part of it. */
  readonly span: Span;
  readonly exportSpan: Span | undefined;
  readonly key: EnvKey;
  readonly separator: { readonly text: '=' | ':' | ''; readonly span: Span };
  readonly value: EnvValue;
  /** A comment behind an unquoted value, from its `#`. */
  readonly commentSpan: Span | undefined;
}

/** A key alone on its line: the value comes from the shell, and without one the variable stays unset. */
export interface EnvInherit {
  readonly kind: 'inherit';
  readonly span: Span;
  readonly exportSpan: Span | undefined;
  readonly key: EnvKey;
}

export interface EnvKey {
  readonly text: string;
  readonly span: Span;
}

export interface EnvValue {
  readonly style: 'unquoted' | 'single' | 'double';
  /** With the quotes. */
  readonly span: Span;
  /** Between the quotes. */
  readonly contentSpan: Span;
  /** Quotes and escapes undone; still to be interpolated unless it was single-quoted. */
  readonly decoded: MappedText;
}

export interface EnvProblem {
  readonly code:
    | 'env/space-in-key'
    | 'env/invalid-key-char'
    | 'env/plus-equals'
    | 'env/unterminated-quote'
    | 'env/export-without-key';
  readonly span: Span;
  readonly message: string;
  /** The line, from 1, that compose names in its own error. */
  readonly composeLine: number;
}

export interface EnvDocument {
  readonly text: string;
  readonly items: readonly EnvItem[];
  /** In the order of the file. Compose stops at the first one and reads nothing. */
  readonly problems: readonly EnvProblem[];
}

// White space as Unicode has it: unlike \s with U+0085 and without U+FEFF.
const SPACE = /[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;
const SPACES = new RegExp(`${SPACE.source}*`, 'y');
/** White space inside a line, as far as compose knows it there. */
const BLANKS = /[\t\v\f\r \x85\xa0]*/y;
const EXPORT = /export(?=[\t\n\f\r ])/y;
const KEY_CHARACTERS = /[\p{L}\p{N}_.\-[\]\t\v\f\r \x85\xa0]*/uy;
const LOOKS_LIKE_ASSIGNMENT = /\n(?=[ \t]*(?:export[ \t]+)?[A-Za-z_][A-Za-z0-9_.-]*[ \t]*=)/g;

/** Reads a `.env` file in compose's dialect. Never fails: what compose refuses is skipped and reported. */
export function parseEnv(text: string): EnvDocument {
  return new EnvScanner(text).scan();
}

class EnvScanner {
  private readonly items: EnvItem[] = [];
  private readonly problems: EnvProblem[] = [];
  private readonly text: string;
  private position = 0;
  /** Compose's own count, which does not advance behind a bare key that is followed by a blank. */
  private composeLine = 1;

  constructor(text: string) {
    this.text = text;
  }

  scan(): EnvDocument {
    if (this.text.startsWith('\ufeff')) this.push({ kind: 'space', span: { start: 0, end: 1 } });
    while (this.position < this.text.length) this.scanStatement();
    return { text: this.text, items: this.items, problems: this.problems };
  }

  private scanStatement(): void {
    const start = this.position;
    const statement = this.skip(SPACES, start);
    if (statement > start) {
      this.composeLine += countNewlines(this.text, start, statement);
      this.push({ kind: 'space', span: { start, end: statement } });
    } else if (this.text[start] === '#') {
      this.push({ kind: 'comment', span: { start, end: this.lineEnd(start) } });
    } else {
      this.scanKey(start);
    }
  }

  private scanKey(start: number): void {
    const exportEnd = this.skip(EXPORT, start);
    const exportSpan = exportEnd > start ? { start, end: exportEnd } : undefined;
    const keyStart = exportSpan ? this.skip(BLANKS, exportEnd) : start;
    if (keyStart === this.text.length) {
      this.fail('env/export-without-key', { start, end: exportEnd }, this.text.length, EXPORT_ALONE);
      return;
    }
    const stop = this.skip(KEY_CHARACTERS, keyStart);
    const separator = this.text[stop];
    if (separator !== undefined && separator !== '=' && separator !== ':' && separator !== '\n') {
      if (this.text.startsWith('+=', stop)) {
        this.fail('env/plus-equals', { start: stop, end: stop + 2 }, this.lineEnd(stop), PLUS_EQUALS);
        return;
      }
      const character = String.fromCodePoint(this.text.codePointAt(stop) ?? 0);
      const message = `A variable's name cannot hold ${quoteCharacter(character)}: compose refuses the whole file. Remove it.`;
      const span = { start: stop, end: stop + character.length };
      this.fail('env/invalid-key-char', span, this.lineEnd(stop), message);
      return;
    }
    if (separator === undefined) {
      this.scanBareKeyAtEnd(start, exportSpan, keyStart);
      return;
    }
    const untrimmed = this.text.slice(keyStart, stop);
    const name = withoutTrailingSpaces(untrimmed);
    const key = { text: name, span: { start: keyStart, end: keyStart + name.length } };
    const isBare = separator === '\n';
    if (isBare && !untrimmed.includes(' ')) this.composeLine++;
    const space = name.indexOf(' ');
    if (space >= 0) {
      const span = { start: keyStart + space, end: keyStart + space + 1 };
      this.fail('env/space-in-key', span, this.lineEnd(stop), SPACE_IN_KEY);
    } else if (isBare) {
      this.push({ kind: 'inherit', span: { start, end: stop + 1 }, exportSpan, key });
    } else {
      const separatorSpan = { start: stop, end: stop + 1 };
      this.scanValue(start, exportSpan, key, { text: separator, span: separatorSpan });
    }
  }

  /** Without a separator or a line end behind it, compose takes the key for the value of a variable without a name. */
  private scanBareKeyAtEnd(start: number, exportSpan: Span | undefined, keyStart: number): void {
    const nowhere = { start: keyStart, end: keyStart };
    this.scanValue(start, exportSpan, { text: '', span: nowhere }, { text: '', span: nowhere });
  }

  private scanValue(
    start: number,
    exportSpan: Span | undefined,
    key: EnvKey,
    separator: EnvAssignment['separator'],
  ): void {
    const valueStart = this.skip(BLANKS, separator.span.end);
    const quote = this.text[valueStart];
    if (quote !== '"' && quote !== "'") {
      this.scanUnquoted(start, exportSpan, key, separator, valueStart);
      return;
    }
    const decoded = (quote === '"' ? parseDoubleQuoted : parseSingleQuoted)(this.text, valueStart);
    if (decoded === undefined) {
      this.composeLine += countNewlines(this.text, valueStart, this.text.length);
      LOOKS_LIKE_ASSIGNMENT.lastIndex = valueStart;
      const resume = LOOKS_LIKE_ASSIGNMENT.exec(this.text)?.index ?? this.text.length;
      const span = { start: valueStart, end: this.lineEnd(valueStart) };
      this.fail('env/unterminated-quote', span, resume, UNTERMINATED_QUOTE);
      return;
    }
    const { end } = decoded;
    this.composeLine += countNewlines(this.text, valueStart, end);
    this.push({
      kind: 'assignment',
      span: { start, end },
      exportSpan,
      key,
      separator,
      value: {
        style: quote === '"' ? 'double' : 'single',
        span: { start: valueStart, end },
        contentSpan: { start: valueStart + 1, end: end - 1 },
        decoded: decoded.value,
      },
      commentSpan: undefined,
    });
  }

  private scanUnquoted(
    start: number,
    exportSpan: Span | undefined,
    key: EnvKey,
    separator: EnvAssignment['separator'],
    valueStart: number,
  ): void {
    const lineEnd = this.lineEnd(valueStart);
    const line = this.text.slice(valueStart, lineEnd);
    const comment = line.indexOf(' #');
    const value = withoutTrailingSpaces(comment < 0 ? line : line.slice(0, comment));
    const span = { start: valueStart, end: valueStart + value.length };
    this.composeLine++;
    this.push({
      kind: 'assignment',
      span: { start, end: Math.min(lineEnd + 1, this.text.length) },
      exportSpan,
      key,
      separator,
      value: {
        style: 'unquoted',
        span,
        contentSpan: span,
        decoded: new MappedText(value, valueStart),
      },
      commentSpan: comment < 0 ? undefined : { start: valueStart + comment + 1, end: lineEnd },
    });
  }

  private fail(code: EnvProblem['code'], span: Span, resume: number, message: string): void {
    this.problems.push({ code, span, message, composeLine: this.composeLine });
    this.push({ kind: 'broken', span: { start: this.position, end: resume } });
  }

  private push(item: EnvItem): void {
    this.items.push(item);
    this.position = item.span.end;
  }

  /** The end of what the sticky pattern matches at `from`. */
  private skip(pattern: RegExp, from: number): number {
    pattern.lastIndex = from;
    return pattern.test(this.text) ? pattern.lastIndex : from;
  }

  private lineEnd(from: number): number {
    const newline = this.text.indexOf('\n', from);
    return newline < 0 ? this.text.length : newline;
  }
}

// Not a pattern that ends in `$`: it would try every run of blanks to its end, and all of that again from the next.
function withoutTrailingSpaces(text: string): string {
  let end = text.length;
  while (end > 0 && SPACE.test(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}

const NEWLINE = 10;

function countNewlines(text: string, start: number, end: number): number {
  let count = 0;
  // Not a search for the next one: on a long line that goes far beyond the end.
  for (let at = start; at < end; at++) if (text.charCodeAt(at) === NEWLINE) count++;
  return count;
}

function quoteCharacter(character: string): string {
  return /[\p{C}\p{Z}]/u.test(character)
    ? `the invisible character U+${character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0') ?? ''}`
    : `“${character}”`;
}

const EXPORT_ALONE =
  'Nothing follows “export”: compose refuses the whole file. Name a variable, or delete the line.';
const SPACE_IN_KEY =
  "A variable's name cannot hold a space: compose refuses the whole file. Put a quoted value behind “=”, or # before a note.";
const PLUS_EQUALS =
  'Compose cannot append with “+=” and refuses the whole file. Write NAME=${NAME} and the addition behind it.';
const UNTERMINATED_QUOTE =
  'This quote is never closed: compose refuses the whole file. Close it, or put the value in the other kind of quote.';
