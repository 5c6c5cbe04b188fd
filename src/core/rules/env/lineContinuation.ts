import type { Fix } from '../../diagnostic';
import { fixOf, replaceAt } from '../edits';
import type { Rule } from '../rule';
import { assignments } from '../stackContext';

export const lineContinuation: Rule = {
  code: 'env/line-continuation',
  severity: 'warning',
  summary: 'A backslash at the end of a line does not continue it.',
  explanation:
    'Compose knows no continued lines: the backslash becomes the end of the value, and the next line is read as a variable of its own. Write the value on one line, or put all of it in quotes, which may span lines.',
  *check(stack) {
    for (const { path, item } of assignments(stack)) {
      const { value, key } = item;
      // Without a blank before it, the backslash may end a path.
      if (value.style !== 'unquoted' || !/(?:^|\s)\\$/.test(value.decoded.text)) continue;
      const { end } = value.span;
      yield {
        at: { path, span: { start: end - 1, end } },
        message: `The line ends here all the same, and the backslash becomes a part of ${key.text}. Write the value on one line.`,
        fixes: fixesFor(stack.texts.get(path) ?? '', path, end),
      };
    }
  },
};

/** The backslash ends at the offset. */
function fixesFor(text: string, path: string, end: number): readonly Fix[] {
  const [before = ''] = /[ \t]*\\$/.exec(text.slice(0, end)) ?? [];
  const start = end - before.length;
  const [, gap = '', next = ''] = /^([ \t]*\r?\n[ \t]*)([^\r\n]*)/.exec(text.slice(end)) ?? [];
  // An assignment is a variable of its own, whatever the backslash was to mean.
  const goesOn = next !== '' && !/^(?:#|(?:export\s+)?[A-Za-z_][\w.-]*\s*[=:])/.test(next);
  const join = goesOn
    ? fixOf('Join it with the next line', [replaceAt({ path, span: { start, end: end + gap.length } }, ' ')])
    : [];
  const remove = replaceAt({ path, span: { start, end } }, '');
  return [...join, ...fixOf('Remove the backslash', [remove], goesOn ? 'offered' : 'preferred')];
}
