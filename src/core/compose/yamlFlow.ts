import { Lexer } from 'yaml';
import type { SourceProblem } from './yamlSource';

/** Where compose's reader and the library differ about texts without quotes inside brackets. */
export interface FlowDifferences {
  /** Offsets of colons that belong to a text: to the library they end a key. */
  readonly colons: readonly number[];
  /** What compose refuses and the library takes. */
  readonly problems: readonly SourceProblem[];
}

const NONE: FlowDifferences = { colons: [], problems: [] };
const MAY_DIFFER = /:[,[\]{}]|[\s,[{:]:\S|\?/;

/** The library's lexer announces a text without quotes by this sign. */
const SCALAR = '\x1f';

/** Looks at the signs of a text only: it need not be valid YAML. */
export function flowDifferences(text: string): FlowDifferences {
  if (!MAY_DIFFER.test(text)) return NONE;
  const colons: number[] = [];
  const problems: SourceProblem[] = [];
  let depth = 0;
  let offset = 0;
  let announced = false;
  let isBehindPlain = false;
  for (const token of new Lexer().lex(text)) {
    const isPlain = announced;
    announced = token === SCALAR;
    // Such signs of the lexer stand for no sign of the text.
    if (announced || token === '\x02' || token === '\x18') continue;
    if (token === '[' || token === '{') depth++;
    else if (token === ']' || token === '}') depth--;
    else if (isPlain && depth > 0) {
      const message = refusal(token);
      const span = { start: offset, end: offset + token.length };
      if (message !== undefined) problems.push({ kind: 'syntax', span, message });
    } else if (token === ':' && isBehindPlain && /[,[\]{}]/.test(text.charAt(offset + 1)))
      colons.push(offset);
    if (token.trim() !== '') isBehindPlain = isPlain && depth > 0;
    offset += token.length;
  }
  return { colons, problems };
}

function refusal(plain: string): string | undefined {
  if (plain.startsWith(':')) return 'Inside brackets a text cannot begin with a colon. Put it in quotes.';
  if (plain.includes('?'))
    return 'Inside brackets “?” ends a text to Compose 2, and before a blank to every version. Put the text in quotes.';
  return undefined;
}
