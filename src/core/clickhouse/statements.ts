import type { Span } from '../text';
import { tokenize } from './lexer';
import type { Token } from './lexer';

/** One statement of a cell: where it stands, without the surrounding blanks, comments and its semicolon. */
export type Statement = Span;

/**
 * Splits a cell into what ClickHouse takes one at a time: its HTTP interface refuses several statements in one
 * request, and an empty one.
 */
export function splitStatements(text: string): Statement[] {
  const statements: Statement[] = [];
  let current: Token[] = [];
  const finish = (): void => {
    const first = current[0];
    const last = current.at(-1);
    if (first !== undefined && last !== undefined) statements.push({ start: first.start, end: last.end });
    current = [];
  };
  for (const token of tokenize(text)) {
    if (token.kind === 'space' || token.kind === 'comment') continue;
    if (token.kind === 'punctuation' && text[token.start] === ';') {
      finish();
      continue;
    }
    current.push(token);
    if (opensInsertData(text, current)) {
      // What follows is data, not SQL: semicolons and quotes in it mean nothing to us.
      statements.push({ start: current[0]?.start ?? token.start, end: text.trimEnd().length });
      return statements;
    }
  }
  finish();
  return statements;
}

/** Whether the tokens so far are `INSERT … FORMAT Name`. */
function opensInsertData(text: string, tokens: readonly Token[]): boolean {
  const [first] = tokens;
  const [format, name] = tokens.slice(-2);
  return (
    tokens.length > 3 &&
    isWord(text, first, 'INSERT') &&
    isWord(text, format, 'FORMAT') &&
    name?.kind === 'word' &&
    !isWord(text, name, 'VALUES')
  );
}

function isWord(text: string, token: Token | undefined, word: string): boolean {
  return token?.kind === 'word' && text.slice(token.start, token.end).toUpperCase() === word;
}
