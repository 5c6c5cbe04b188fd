import type { EnvAssignment } from '../../env/parse';
import type { Span } from '../../text';
import { fixOf, replaceAt } from '../edits';
import type { Rule } from '../rule';
import { assignments } from '../stackContext';

export const oddWhitespace: Rule = {
  code: 'env/odd-whitespace',
  severity: 'warning',
  summary: 'Characters that a word processor or a web page left in a value.',
  explanation:
    'Typographic quotes around a value are no quotes to compose, and invisible characters such as a zero-width space are passed on: a password or an address that looks right is refused. They come along when a value is copied from a web page or a document. Use plain quotes, and remove what cannot be seen.',
  *check(stack) {
    for (const { path, item } of assignments(stack)) {
      const found = oddPart(item);
      if (found === undefined) continue;
      const { what, replaced, advice, span } = found;
      yield {
        at: { path, span },
        message: `The value of ${item.key.text} has ${what}, which the container receives as well. ${advice}.`,
        fixes: replaced === undefined ? [] : fixOf(advice, [replaceAt({ path, span }, replaced)]),
      };
    }
  },
};

interface OddPart {
  readonly what: string;
  readonly advice: string;
  readonly span: Span;
  /** Undefined where the replacement is not certain. */
  readonly replaced: string | undefined;
}

function oddPart({ value }: EnvAssignment): OddPart | undefined {
  const { text } = value.decoded;
  const quoted = /^[“”„‘’‚]([^“”„‘’‚]*)[“”‘’]$/.exec(text)?.[1];
  if (value.style === 'unquoted' && quoted !== undefined) {
    const replaced = /["\\$]/.test(quoted) ? undefined : `"${quoted}"`;
    return { what: 'typographic quotes', advice: 'Use plain quotes', span: value.span, replaced };
  }
  const invisible = /[\u200b\u2060\ufeff]+/.exec(text);
  if (invisible !== null) {
    const span = value.decoded.spanOf({ start: invisible.index, end: invisible.index + invisible[0].length });
    return { what: 'an invisible character', advice: 'Remove it', span, replaced: '' };
  }
  // In quotes it may be meant, as in a name.
  const space = value.style === 'unquoted' ? /\xa0/.exec(text) : null;
  if (space === null) return undefined;
  const span = value.decoded.spanOf({ start: space.index, end: space.index + 1 });
  return { what: 'a non-breaking space', advice: 'Use a plain space', span, replaced: ' ' };
}
