import type { SourceScalar } from '../yamlSource';
import { BACKSLASH, DOUBLE_QUOTE, isBlank, isBreak } from './characters';
import { YamlError } from './cursor';
import type { Cursor } from './cursor';
import { readEscape } from './escape';
import { foldBreaks } from './foldBreaks';

/** Reads a text in quotes, which may go on over lines of any indentation. */
export function readQuotedScalar(cursor: Cursor): SourceScalar {
  const { text, at: start } = cursor;
  const quote = cursor.code();
  const style = quote === DOUBLE_QUOTE ? 'double' : 'single';
  let value = '';
  let from = ++cursor.at;
  for (;;) {
    const code = cursor.code();
    if (code === quote) {
      const isDoubled = style === 'single' && cursor.code(1) === quote;
      value += text.slice(from, isDoubled ? cursor.at + 1 : cursor.at);
      cursor.at += isDoubled ? 2 : 1;
      if (!isDoubled) return { kind: 'scalar', start, end: cursor.at, style, value };
      from = cursor.at;
    } else if (code === BACKSLASH && style === 'double') {
      value += text.slice(from, cursor.at);
      value += isBreak(cursor.code(1)) ? skipEscapedBreak(cursor, start) : readEscape(cursor);
      from = cursor.at;
    } else if (isBreak(code)) {
      value += text.slice(from, blanksStart(text, from, cursor.at)) + foldBreaks(skipWhite(cursor, start));
      from = cursor.at;
    } else if (cursor.isAtEnd()) {
      throw new YamlError('This quote is never closed. Close it.', start, start + 1);
    } else cursor.at++;
  }
}

function skipEscapedBreak(cursor: Cursor, start: number): string {
  cursor.at++;
  cursor.skipBreak();
  return skipWhite(cursor, start);
}

/** Past blanks and line ends. Returns the line ends. */
function skipWhite(cursor: Cursor, start: number): string {
  let breaks = '';
  for (;;) {
    if (isBreak(cursor.code())) breaks += cursor.skipBreak();
    else if (isBlank(cursor.code())) cursor.at++;
    else break;
  }
  if (cursor.isDocumentMark())
    throw new YamlError(
      'The text in this quote reaches a mark between documents. Close it.',
      start,
      start + 1,
    );
  return breaks;
}

function blanksStart(text: string, from: number, to: number): number {
  let start = to;
  while (start > from && isBlank(text.charCodeAt(start - 1))) start--;
  return start;
}
