import type { SourceScalar } from '../yamlSource';
import {
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  HASH,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUESTION,
  TAB,
  isBlank,
  isBreak,
  isSpace,
} from './characters';
import { YamlError } from './cursor';
import type { Cursor } from './cursor';
import { foldBreaks } from './foldBreaks';

export interface PlainScalar {
  readonly scalar: SourceScalar;
  /** Whether the cursor stands on a new line: in YAML's eyes the text goes on to the next token. */
  readonly endsLine: boolean;
}

/** Reads a text without quotes, which goes on over lines of at least this indentation, and of any inside brackets. */
export function readPlainScalar(cursor: Cursor, indent: number, isFlow: boolean): PlainScalar {
  const { text, at: start } = cursor;
  let value = '';
  let end = start;
  let breaks = '';
  for (;;) {
    if (breaks !== '' && (cursor.isDocumentMark() || cursor.code() === HASH)) break;
    const from = cursor.at;
    const to = pieceEnd(cursor, isFlow);
    if (to > from) {
      value += foldBreaks(breaks) + text.slice(from, to);
      end = to;
      breaks = '';
    }
    if (!isBreak(cursor.code())) break;
    breaks = skipBreaks(cursor, indent);
    if (!isFlow && cursor.column() < indent) break;
  }
  return { scalar: { kind: 'scalar', start, end, style: 'plain', value }, endsLine: breaks !== '' };
}

/** To what ends this line of the text. Returns where the blanks in front of that begin. */
function pieceEnd(cursor: Cursor, isFlow: boolean): number {
  const { text } = cursor;
  let end = cursor.at;
  let i = cursor.at;
  for (; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (isBlank(code)) continue;
    if (isBreak(code) || (isFlow && endsInFlow(code))) break;
    if (code === COLON && isSpace(text.charCodeAt(i + 1))) break;
    if (code === HASH && i > end) break;
    end = i + 1;
  }
  cursor.at = i;
  return end;
}

// Later versions of compose take a question mark inside brackets; Compose 2 does not, and we follow it.
function endsInFlow(code: number): boolean {
  return (
    code === COMMA ||
    code === QUESTION ||
    code === OPEN_BRACKET ||
    code === CLOSE_BRACKET ||
    code === OPEN_BRACE ||
    code === CLOSE_BRACE
  );
}

function skipBreaks(cursor: Cursor, indent: number): string {
  let breaks = '';
  for (;;) {
    const code = cursor.code();
    if (isBreak(code)) breaks += cursor.skipBreak();
    else if (!isBlank(code)) return breaks;
    else if (code === TAB && cursor.column() < indent)
      throw new YamlError('A tab cannot indent a line. Use spaces.', cursor.at, cursor.at + 1);
    else cursor.at++;
  }
}
