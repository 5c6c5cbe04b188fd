/** One statement as sent by a client, looked at just closely enough to serve it. */
export interface Statement {
  /** Its first word in capitals, such as `SELECT`; empty when there is none. */
  readonly verb: string;
  /** The format that its own FORMAT clause asks for. */
  readonly format: string | undefined;
  /** The offset of a `;` that another statement follows. */
  readonly secondAt: number | undefined;
  readonly tokens: readonly Token[];
}

export interface Token {
  readonly kind: 'word' | 'identifier' | 'string' | 'symbol';
  /** Without quotes for an identifier. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const TOKEN =
  /--[^\n]*|#[ !][^\n]*|\/\*[\s\S]*?(?:\*\/|$)|(?<word>[A-Za-z_]\w*)|(?<string>'(?:\\[\s\S]|''|[^'\\])*'?)|(?<identifier>`(?:\\[\s\S]|``|[^`\\])*`?|"(?:\\[\s\S]|""|[^"\\])*"?)|\d\w*|\s+|(?<symbol>[\s\S])/gy;

/** The data of an INSERT is not SQL, so its text is not read beyond the first word. */
export function readStatement(sql: string): Statement {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(sql); match !== null; match = TOKEN.exec(sql)) {
    const token = toToken(match);
    if (token === undefined) continue;
    tokens.push(token);
    if (token.text.toUpperCase() === 'INSERT' && tokens.length === 1) break;
  }
  const verb = tokens.find((token) => token.text !== '(')?.text.toUpperCase() ?? '';
  const semicolon = tokens.findIndex((token) => token.kind === 'symbol' && token.text === ';');
  const hasSecond = semicolon >= 0 && tokens.slice(semicolon).some((token) => token.text !== ';');
  return {
    verb,
    format: formatClause(tokens),
    secondAt: hasSecond ? tokens[semicolon]?.start : undefined,
    tokens,
  };
}

/** Replaces `system.processes`, however it is quoted, by another table. */
export function replaceProcesses(sql: string, tokens: readonly Token[], table: string): string {
  let result = '';
  let from = 0;
  for (const [index, { kind, text, start }] of tokens.entries()) {
    if (kind === 'string' || text !== 'system') continue;
    const [dot, name] = [tokens[index + 1], tokens[index + 2]];
    if (dot?.text !== '.' || name?.text !== 'processes' || name.kind === 'string') continue;
    result += sql.slice(from, start) + table;
    from = name.end;
  }
  return result + sql.slice(from);
}

function toToken(match: RegExpExecArray): Token | undefined {
  const { word, string, identifier, symbol } = match.groups ?? {};
  const start = match.index;
  const end = start + match[0].length;
  if (word !== undefined) return { kind: 'word', text: word, start, end };
  if (string !== undefined) return { kind: 'string', text: string, start, end };
  if (identifier !== undefined) return { kind: 'identifier', text: identifier.slice(1, -1), start, end };
  if (symbol !== undefined) return { kind: 'symbol', text: symbol, start, end };
  return undefined;
}

/** `FORMAT name` at the end, where only SETTINGS and a semicolon may follow. */
function formatClause(tokens: readonly Token[]): string | undefined {
  for (let index = tokens.length - 2; index >= 0; index--) {
    const [token, name, next] = [tokens[index], tokens[index + 1], tokens[index + 2]];
    if (token?.kind !== 'word' || token.text.toUpperCase() !== 'FORMAT' || name?.kind !== 'word') continue;
    const isLast = next === undefined || next.text === ';' || next.text.toUpperCase() === 'SETTINGS';
    return isLast ? name.text : undefined;
  }
  return undefined;
}
