import type { SourceAlias, SourceScalar } from '../yamlSource';
import { decodeDoubleQuoted, foldLines } from '../yamlText';
import { NotPlain } from './scanner';
import type { Scanner } from './scanner';
import { BACKSLASH, COLON, DOUBLE_QUOTE, HASH, NEWLINE, RETURN, SINGLE_QUOTE, SPACE, TAB } from './signs';

/** YAML takes no longer keys unless they are marked as such. */
export const MAX_KEY = 1000;

const NAME = /[\w-]+/y;
const BLOCK_HEADER = /([|>])(-?) *(?: #.*)?\n/y;
const TAB_OR_RETURN = /[\t\r]/;

/** The key that stands here with its colon; undefined, and nothing is read, where none does. */
export function readKey(scanner: Scanner): SourceScalar | undefined {
  const start = scanner.at;
  const first = scanner.code();
  let key: SourceScalar | undefined;
  if (first === DOUBLE_QUOTE || first === SINGLE_QUOTE) {
    key = readQuoted(scanner);
    scanner.skipSpaces();
  } else if (scanner.startsPlainScalar()) key = readPlain(scanner);
  if (key === undefined || scanner.code() !== COLON) {
    scanner.at = start;
    return undefined;
  }
  if (!scanner.isBlank(scanner.at + 1) || scanner.at - start > MAX_KEY) throw new NotPlain();
  scanner.at++;
  return key;
}

/** A text without quotes, and the way to its colon, its comment or the line's end. */
export function readPlain(scanner: Scanner): SourceScalar {
  if (!scanner.startsPlainScalar()) throw new NotPlain();
  const { text, at: start } = scanner;
  let end = start;
  for (let i = start; ; i++) {
    const code = text.charCodeAt(i);
    const isComment = code === HASH && text.charCodeAt(i - 1) === SPACE;
    if (Number.isNaN(code) || code === NEWLINE || isComment || (code === COLON && scanner.isBlank(i + 1))) {
      scanner.at = i;
      return plainScalar(text, start, end);
    }
    if (code === TAB) throw new NotPlain();
    if (code !== SPACE && code !== RETURN) end = i + 1;
  }
}

export function plainScalar(text: string, start: number, end: number): SourceScalar {
  return { kind: 'scalar', start, end, style: 'plain', value: text.slice(start, end) };
}

/** Where nothing is written. */
export function emptyScalar(at: number): SourceScalar {
  return { kind: 'scalar', start: at, end: at, style: 'plain', value: '' };
}

export function readQuoted(scanner: Scanner): SourceScalar {
  const { text, at: start } = scanner;
  const quote = scanner.code();
  let hasEscapes = false;
  let i = start + 1;
  for (; ; i++) {
    const code = text.charCodeAt(i);
    if (Number.isNaN(code) || code === NEWLINE) throw new NotPlain();
    if (code === quote) {
      if (quote === DOUBLE_QUOTE || text.charCodeAt(i + 1) !== quote) break;
      hasEscapes = true;
      i++;
    } else if (code === BACKSLASH && quote === DOUBLE_QUOTE) {
      hasEscapes = true;
      i++;
    }
  }
  scanner.at = i + 1;
  const content = text.slice(start + 1, i);
  const style = quote === DOUBLE_QUOTE ? 'double' : 'single';
  const value = hasEscapes ? unescaped(content, style) : content;
  return { kind: 'scalar', start, end: scanner.at, style, value };
}

function unescaped(content: string, style: 'single' | 'double'): string {
  const value = style === 'single' ? content.replaceAll("''", "'") : decodeDoubleQuoted(content);
  if (value === undefined) throw new NotPlain();
  return value;
}

export function readAlias(scanner: Scanner): SourceAlias {
  const start = scanner.at;
  NAME.lastIndex = start + 1;
  const name = NAME.exec(scanner.text)?.[0];
  if (name === undefined) throw new NotPlain();
  scanner.at = NAME.lastIndex;
  return { kind: 'alias', start, end: scanner.at, name };
}

/** A `|` or `>` scalar, whose lines stand further right than `parent`, and the way to the next token. */
export function readBlockScalar(scanner: Scanner, parent: number): SourceScalar {
  const { text, at: start } = scanner;
  BLOCK_HEADER.lastIndex = start;
  const [, kind, chomp] = BLOCK_HEADER.exec(text) ?? [];
  if (kind === undefined || parent < 0) throw new NotPlain();
  const lines: string[] = [];
  let indent = -1;
  let blankLines = 0;
  let next = BLOCK_HEADER.lastIndex;
  let end = next;
  while (next < text.length) {
    const lineStart = next;
    const newline = text.indexOf('\n', lineStart);
    const first = scanner.spacesEnd(lineStart);
    if (first === newline) {
      // Blanks beyond the indentation are text, or an error in front of it.
      if (first - lineStart > Math.max(indent, 0)) throw new NotPlain();
      blankLines++;
    } else {
      const column = first - lineStart;
      if (indent < 0) indent = column;
      if (column < indent || column <= parent) break;
      // A file may end without a line end; and a tab or a CR is no plain matter.
      if (newline < 0 || TAB_OR_RETURN.test(text.slice(first, newline))) throw new NotPlain();
      for (; blankLines > 0; blankLines--) lines.push('');
      lines.push(text.slice(lineStart + indent, newline));
      end = newline + 1;
    }
    next = newline + 1;
  }
  if (lines.length === 0) throw new NotPlain();
  const content = kind === '|' ? lines.join('\n') : foldLines(lines);
  scanner.toToken(end);
  return { kind: 'scalar', start, end, style: 'block', value: content + (chomp === '-' ? '' : '\n') };
}
