import type { Span } from '../text';

export type TokenKind =
  | 'space'
  | 'comment'
  | 'string'
  /** Quoted: `"…"` or backticks. */
  | 'identifier'
  | 'word'
  | 'number'
  | 'punctuation';

export interface Token extends Span {
  readonly kind: TokenKind;
  /** Whether a string, a quoted identifier or a block comment ends before the text does. */
  readonly isClosed: boolean;
}

const CLOSING_QUOTES: Readonly<Record<string, string>> = { "'": "'", '"': '"', '`': '`', '‘': '’', '“': '”' };

const SPACE = /[\s\u00A0\uFEFF]+/y;
// '#' opens a comment only before a blank or '!'; '//' does so as well.
const LINE_COMMENT = /(?:--|\/\/|#[ \t!])[^\r\n]*/y;
const WORD = /[\p{L}_][\p{L}\p{N}_]*/uy;
const NUMBER = /\d[\w.]*/y;
const HEREDOC_OPENING = /\$[\p{L}\p{N}_]*\$/uy;

/** Cuts ClickHouse SQL into tokens that cover the whole text. Never fails: an open quote runs to the end. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let start = 0;
  while (start < text.length) {
    const token = tokenAt(text, start);
    tokens.push(token);
    start = token.end;
  }
  return tokens;
}

function tokenAt(text: string, start: number): Token {
  const character = text.charAt(start);
  const simple = (kind: TokenKind, pattern: RegExp): Token | undefined => {
    const length = matchLength(pattern, text, start);
    return length > 0 ? { kind, start, end: start + length, isClosed: true } : undefined;
  };
  const closingQuote = CLOSING_QUOTES[character];
  if (closingQuote !== undefined) return quoted(text, start, closingQuote);
  if (text.startsWith('/*', start)) return blockComment(text, start);
  return (
    simple('space', SPACE) ??
    simple('comment', LINE_COMMENT) ??
    simple('word', WORD) ??
    simple('number', NUMBER) ??
    heredoc(text, start) ?? { kind: 'punctuation', start, end: start + 1, isClosed: true }
  );
}

/** A backslash escapes the next character; a doubled quote stands for itself. */
function quoted(text: string, start: number, closing: string): Token {
  const kind = closing === "'" || closing === '’' ? 'string' : 'identifier';
  for (let at = start + 1; at < text.length; at++) {
    const character = text[at];
    if (character === '\\') at++;
    else if (character === closing) {
      if (text[at + 1] === closing) at++;
      else return { kind, start, end: at + 1, isClosed: true };
    }
  }
  return { kind, start, end: text.length, isClosed: false };
}

/** Block comments nest, as in current servers. */
function blockComment(text: string, start: number): Token {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    if (text.startsWith('/*', at)) {
      depth++;
      at++;
    } else if (text.startsWith('*/', at)) {
      depth--;
      at++;
      if (depth === 0) return { kind: 'comment', start, end: at + 1, isClosed: true };
    }
  }
  return { kind: 'comment', start, end: text.length, isClosed: false };
}

/** `$tag$ … $tag$`. A lone `$` is punctuation. */
function heredoc(text: string, start: number): Token | undefined {
  const length = matchLength(HEREDOC_OPENING, text, start);
  if (length === 0) return undefined;
  const closing = text.indexOf(text.slice(start, start + length), start + length);
  if (closing < 0) return undefined;
  return { kind: 'string', start, end: closing + length, isClosed: true };
}

function matchLength(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0].length ?? 0;
}
