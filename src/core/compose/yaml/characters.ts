export const TAB = 9;
export const NEWLINE = 10;
export const RETURN = 13;
export const SPACE = 32;
export const BANG = 33;
export const DOUBLE_QUOTE = 34;
export const HASH = 35;
export const PERCENT = 37;
export const AMPERSAND = 38;
export const SINGLE_QUOTE = 39;
export const STAR = 42;
export const COMMA = 44;
export const DASH = 45;
export const COLON = 58;
export const GREATER = 62;
export const QUESTION = 63;
export const AT = 64;
export const OPEN_BRACKET = 91;
export const BACKSLASH = 92;
export const CLOSE_BRACKET = 93;
export const BACKTICK = 96;
export const OPEN_BRACE = 123;
export const BAR = 124;
export const CLOSE_BRACE = 125;

const NEXT_LINE = 0x85;
const LINE_SEPARATOR = 0x2028;
const PARAGRAPH_SEPARATOR = 0x2029;

/** What YAML 1.1 takes for a line's end, as the inside of a character class. */
export const BREAKS = '\\n\\r\\x85\\u2028\\u2029';

export function isBlank(code: number): boolean {
  return code === SPACE || code === TAB;
}

export function isBreak(code: number): boolean {
  return (
    code === NEWLINE ||
    code === RETURN ||
    code === NEXT_LINE ||
    code === LINE_SEPARATOR ||
    code === PARAGRAPH_SEPARATOR
  );
}

/** Whether a word is over: a blank, a line's end, or the end of the text, which reads as NaN. */
export function isSpace(code: number): boolean {
  return isBlank(code) || isBreak(code) || Number.isNaN(code);
}

/** Where the word ends that begins here. */
export function wordEnd(text: string, start: number): number {
  let end = start;
  while (!isSpace(text.charCodeAt(end))) end++;
  return end;
}
