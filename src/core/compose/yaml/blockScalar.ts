import type { SourceScalar } from '../yamlSource';
import { BREAKS, GREATER, SPACE, TAB, isBlank, isBreak } from './characters';
import { YamlError } from './cursor';
import type { Cursor } from './cursor';
import { foldBreaks } from './foldBreaks';

const HEADER = new RegExp(`[|>](?:([-+])([1-9])?|([1-9])([-+])?)?[ \\t]*(?:#[^${BREAKS}]*)?`, 'y');

/** Reads a `|` or `>` text, whose lines stand further right than `parent`; that is -1 where nothing is around. */
export function readBlockScalar(cursor: Cursor, parent: number): SourceScalar {
  const { text, at: start } = cursor;
  const isFolded = cursor.code() === GREATER;
  const [, chompFirst, digitBehind, digitFirst, chompBehind] = cursor.match(HEADER) ?? [];
  if (!cursor.isAtLineEnd()) {
    const message =
      'Behind | or > there is room for + or -, a digit and a comment alone. Start the text on a new line.';
    throw new YamlError(message, start, start + 1);
  }
  if (!cursor.isAtEnd()) cursor.skipBreak();
  const chomp = chompFirst ?? chompBehind;
  const digit = Number(digitFirst ?? digitBehind ?? 0);
  let end = cursor.at;
  let breaks: string;
  let indent: number;
  if (digit > 0) {
    indent = Math.max(parent, 0) + digit;
    breaks = skipBreaks(cursor, indent);
  } else {
    const found = findIndent(cursor);
    breaks = found.breaks;
    indent = Math.max(found.indent, parent + 1, 1);
  }
  let value = '';
  let lineBreak = '';
  let wasIndented = true;
  while (cursor.column() === indent && !cursor.isAtEnd()) {
    const isIndented = isBlank(cursor.code());
    value += isFolded && !wasIndented && !isIndented ? foldBreaks(lineBreak + breaks) : lineBreak + breaks;
    wasIndented = isIndented;
    const from = cursor.at;
    cursor.skipToLineEnd();
    value += text.slice(from, cursor.at);
    lineBreak = cursor.isAtEnd() ? '' : cursor.skipBreak();
    end = cursor.at;
    breaks = skipBreaks(cursor, indent);
  }
  if (chomp !== '-') value += lineBreak;
  if (chomp === '+') {
    value += breaks;
    end = Math.max(end, cursor.lineStart);
  }
  return { kind: 'scalar', start, end, style: 'block', value };
}

/** Past lines that hold nothing, and the indentation of the next one. Returns the line ends. */
function skipBreaks(cursor: Cursor, indent: number): string {
  let breaks = '';
  for (;;) {
    while (cursor.column() < indent && cursor.code() === SPACE) cursor.at++;
    if (cursor.column() < indent) refuseTab(cursor);
    if (!isBreak(cursor.code())) return breaks;
    breaks += cursor.skipBreak();
  }
}

/** Past lines of blanks alone. The furthest indentation there, and on the next line, is that of the text. */
function findIndent(cursor: Cursor): { readonly indent: number; readonly breaks: string } {
  let breaks = '';
  let indent = 0;
  for (;;) {
    cursor.skipSpaces();
    indent = Math.max(indent, cursor.column());
    // Compose 2 refuses this; later versions read a tab behind spaces as part of the text.
    refuseTab(cursor);
    if (!isBreak(cursor.code())) return { indent, breaks };
    breaks += cursor.skipBreak();
  }
}

function refuseTab(cursor: Cursor): void {
  if (cursor.code() === TAB)
    throw new YamlError('A tab cannot indent a line. Use spaces.', cursor.at, cursor.at + 1);
}
