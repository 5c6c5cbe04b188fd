import type { Fix } from '../../diagnostic';
import type { EnvAssignment } from '../../env/parse';
import { fixOf, replaceAt } from '../edits';
import type { Rule } from '../rule';
import type { StackContext } from '../stackContext';
import { assignments } from '../stackContext';

export const textAfterQuote: Rule = {
  code: 'env/text-after-quote',
  severity: 'error',
  summary: 'Text behind a closing quote, which is no part of the value.',
  explanation:
    'A value that starts with a quote ends at the next one. Compose reads what follows as the name of another variable, and mostly refuses the whole file for it: `A="say "hi""` is `say `, followed by something that is no name. Put a value with double quotes in single quotes, or write `\\"` for each quote inside.',
  *check(stack) {
    for (const { path, item } of assignments(stack)) {
      if (item.value.style === 'unquoted') continue;
      HARMLESS.lastIndex = item.value.span.end;
      if (HARMLESS.test(stack.texts.get(path) ?? '')) continue;
      const rest = restOfLine(stack, path, item);
      const start = item.value.span.end + (rest.length - rest.trimStart().length);
      yield {
        at: { path, span: { start, end: start + rest.trim().length } },
        message: `The value of ${item.key.text} ends at the quote before this, and the rest is read as another variable. Put the whole value in one pair of quotes.`,
        fixes: inSingleQuotes(stack, path, item, rest),
      };
    }
  },
};

/** Nothing; and a comment, or another variable on the same line, which is read as it is meant. */
const HARMLESS = /[^\S\n]*(?:#|\n|$)|[^\S\n]+(?:export[^\S\n]+)?[A-Za-z_]\w*=/y;

function restOfLine(stack: StackContext, path: string, { value }: EnvAssignment): string {
  const text = stack.texts.get(path) ?? '';
  const newline = text.indexOf('\n', value.span.end);
  return text.slice(value.span.end, newline < 0 ? text.length : newline);
}

// Only where the outer quotes are plain: `"say "hi""` was meant as what stands between the first and the last.
function inSingleQuotes(
  stack: StackContext,
  path: string,
  { value }: EnvAssignment,
  rest: string,
): readonly Fix[] {
  const span = { start: value.span.start, end: value.span.end + rest.trimEnd().length };
  const inner = /^"([^'\\$\n]*)"$/.exec(stack.texts.get(path)?.slice(span.start, span.end) ?? '')?.[1];
  if (inner === undefined) return [];
  return fixOf('Put the whole value in single quotes', [replaceAt({ path, span }, `'${inner}'`)]);
}
