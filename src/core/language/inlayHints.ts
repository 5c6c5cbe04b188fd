import { Secret, reveal } from '../secret';
import type { Value } from '../secret';
import type { Span } from '../text';
import type { NameIndex } from './nameIndex';
import type { PassThrough, Reference } from './nameUse';
import { referenceValue } from './referenceValue';
import { PIECE_OF_SECRET, shortText } from './shownText';
import { originOfReference } from './origin';
import { Places } from './places';

/** A value shown behind what yields it. */
export interface ValueHint {
  readonly offset: number;
  readonly label: string;
  /** Where the value comes from, in Markdown. */
  readonly tooltip: string;
}

export interface HintOptions {
  /** A secret is left out, or shown as one: its value never is. */
  readonly secrets: 'left-out' | 'masked';
}

const LONGEST = 40;

/** What the references and the names passed through within a span of a compose file really yield. */
export function valueHints(
  index: NameIndex,
  path: string,
  range: Span,
  { secrets }: HintOptions,
): readonly ValueHint[] {
  const places = new Places(index.stack.texts);
  const hints: ValueHint[] = [];
  let coveredTo = 0;
  for (const use of index.in(path)) {
    if (use.span.start > range.end) break;
    if (use.span.end < range.start || (use.kind !== 'reference' && use.kind !== 'pass-through')) continue;
    // What stands in a default shows in the value of the whole reference.
    if (use.whole.start < coveredTo) continue;
    coveredTo = use.whole.end;
    const value = valueOf(index, use);
    if (value === undefined || (value instanceof Secret && secrets === 'left-out')) continue;
    const label = reveal(value) === '' ? 'empty' : shortText(value, LONGEST);
    hints.push({
      offset: behindQuote(index.stack.texts.get(path) ?? '', use.whole),
      label: `→ ${label}`,
      tooltip: isPiece(index, use) ? PIECE_OF_SECRET : originOfReference(index, places, use),
    });
  }
  return hints;
}

function isPiece(index: NameIndex, use: Reference | PassThrough): boolean {
  return use.kind === 'reference' && index.isPieceOfSecret(use);
}

function valueOf(index: NameIndex, use: Reference | PassThrough): Value | undefined {
  return use.kind === 'reference' ? referenceValue(index, use) : use.value;
}

/** A hint inside the quotes would read as a part of the text. */
function behindQuote(text: string, { start, end }: Span): number {
  const quote = text.charAt(start - 1);
  return /["']/.test(quote) && text.charAt(end) === quote ? end + 1 : end;
}
