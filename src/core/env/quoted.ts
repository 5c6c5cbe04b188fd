import { MappedText, MappedTextBuilder } from './mappedText';

export interface QuotedValue {
  readonly value: MappedText;
  /** Behind the closing quote. */
  readonly end: number;
}

/** Reads a value whose opening `'` stands at `start`; undefined when it is never closed. Only `\'` is an escape. */
export function parseSingleQuoted(text: string, start: number): QuotedValue | undefined {
  const close = closingQuote(text, start);
  if (close < 0) return undefined;
  const content = text.slice(start + 1, close);
  if (!content.includes('\\')) return { value: new MappedText(content, start + 1), end: close + 1 };
  const builder = new MappedTextBuilder();
  for (const { text: piece, offset } of pieces(text, start + 1, close)) {
    builder.append(piece === "\\'" ? "'" : piece, offset);
  }
  return { value: builder.build(close), end: close + 1 };
}

/**
 * Reads a value whose opening `"` stands at `start`; undefined when it is never closed. A `\$` becomes `$$`, which
 * interpolation turns into a plain dollar.
 */
export function parseDoubleQuoted(text: string, start: number): QuotedValue | undefined {
  const close = closingQuote(text, start);
  if (close < 0) return undefined;
  const content = text.slice(start + 1, close);
  if (!content.includes('\\')) return { value: new MappedText(content, start + 1), end: close + 1 };
  const builder = new MappedTextBuilder();
  // `\"` is undone first and escapes second, so in `\\"` … the quote that closed has already been found.
  const escape = /\\(?:0\d{0,3}|[^])/y;
  let position = start + 1;
  while (position < close) {
    escape.lastIndex = position;
    const match = escape.exec(text)?.[0] ?? text.slice(position, position + 1);
    builder.append(match.startsWith('\\') ? decodeEscape(match) : match, position);
    position += match.length;
  }
  return { value: builder.build(close), end: close + 1 };
}

/** -1 without one. A quote behind an odd number of backslashes does not close. */
function closingQuote(text: string, start: number): number {
  const quote = text[start];
  for (let i = start + 1; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === quote) return i;
  }
  return -1;
}

function* pieces(text: string, start: number, end: number): Iterable<{ text: string; offset: number }> {
  for (let i = start; i < end; i++) {
    const length = text[i] === '\\' ? 2 : 1;
    yield { text: text.slice(i, i + length), offset: i };
    i += length - 1;
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\\a': '\x07',
  '\\b': '\b',
  '\\f': '\f',
  '\\n': '\n',
  '\\r': '\r',
  '\\t': '\t',
  '\\v': '\v',
  '\\\\': '\\',
  '\\"': '"',
  '\\$': '$$',
};

/** An escape that compose does not know stays as it is, except that `\0` has lost its zero by then. */
function decodeEscape(escape: string): string {
  if (!escape.startsWith('\\0')) return ESCAPES[escape] ?? escape;
  const digits = escape.slice(2);
  const code = /^[0-3][0-7]{2}$/.test(digits) ? parseInt(digits, 8) : undefined;
  return code === undefined ? `\\${digits}` : String.fromCodePoint(code);
}
