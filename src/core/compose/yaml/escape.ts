import { YamlError } from './cursor';
import type { Cursor } from './cursor';

const CHARACTERS: ReadonlyMap<string, string> = new Map([
  ['0', '\0'],
  ['a', '\x07'],
  ['b', '\b'],
  ['t', '\t'],
  ['\t', '\t'],
  ['n', '\n'],
  ['v', '\v'],
  ['f', '\f'],
  ['r', '\r'],
  ['e', '\x1b'],
  [' ', ' '],
  ['"', '"'],
  ["'", "'"],
  ['\\', '\\'],
  ['N', '\x85'],
  ['_', '\xa0'],
  ['L', '\u2028'],
  ['P', '\u2029'],
]);

const NUMBER = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))/y;

/** What a backslash and the characters behind it stand for. */
export function readEscape(cursor: Cursor): string {
  const { at: start, text } = cursor;
  const character = CHARACTERS.get(text.charAt(start + 1));
  if (character !== undefined) {
    cursor.at += 2;
    return character;
  }
  const [written, ...digits] = cursor.match(NUMBER) ?? [];
  if (written === undefined)
    throw new YamlError('Compose does not know this escape. Write a backslash as \\\\.', start, start + 2);
  const code = Number.parseInt(digits.join(''), 16);
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
    throw new YamlError('No character has this number. Write the character itself.', start, cursor.at);
  return String.fromCodePoint(code);
}
