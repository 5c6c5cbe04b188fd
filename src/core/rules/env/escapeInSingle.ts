import { fixOf, replaceAt } from '../edits';
import type { Rule } from '../rule';
import { assignments } from '../stackContext';

export const escapeInSingle: Rule = {
  code: 'env/escape-in-single',
  severity: 'info',
  summary: '`\\n` in a value where it stays two characters.',
  explanation:
    'Only in double quotes is `\\n` a line end. In single quotes, and without quotes, a backslash is an ordinary character, so the container receives `\\` and `n`. Some programs turn that into a line end themselves; one that does not refuses a key or a certificate written like this. Use double quotes where a line end is meant.',
  *check(stack) {
    for (const { path, item } of assignments(stack)) {
      const { value, key } = item;
      const { text } = value.decoded;
      const at = text.search(/\\n/);
      // Another backslash makes it a path or a pattern.
      if (value.style === 'double' || at < 0 || /\\[^n]|\\$/.test(text)) continue;
      if (/^[A-Za-z]:\\/.test(text)) continue;
      // In JSON, such as the key file of a cloud account, it is the line end that is meant.
      if (/^\s*[[{]/.test(text)) continue;
      yield {
        at: { path, span: value.decoded.spanOf({ start: at, end: at + 2 }) },
        message: `${key.text} gets a backslash and an “n” here, not the end of a line. Use double quotes if a line end is meant.`,
        fixes: /["$]/.test(text)
          ? []
          : fixOf('Use double quotes', [replaceAt({ path, span: value.span }, `"${text}"`)], 'offered'),
      };
    }
  },
};
