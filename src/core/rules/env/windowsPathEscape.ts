import { fixOf, replaceAt } from '../edits';
import type { Rule } from '../rule';
import { assignments } from '../stackContext';

export const windowsPathEscape: Rule = {
  code: 'env/windows-path-escape',
  severity: 'warning',
  summary: 'A Windows path in double quotes, where backslashes do something.',
  explanation:
    'In double quotes `\\n`, `\\t`, `\\r`, `\\a`, `\\b`, `\\f` and `\\v` are control characters: `"C:\\new\\temp"` holds a line end and a tab, and no such folder exists. Use single quotes, which leave every backslash as it is, or forward slashes.',
  *check(stack) {
    for (const { path, item } of assignments(stack)) {
      const { value, key } = item;
      if (value.style !== 'double') continue;
      const written = (stack.texts.get(path) ?? '').slice(value.contentSpan.start, value.contentSpan.end);
      const escape = /\\[abfnrtv0]/.exec(written);
      // A doubled backslash shows that its author knows.
      if (escape === null || !/^(?:[A-Za-z]:\\|\\\\)\w/.test(written) || /^.+\\\\/.test(written)) continue;
      const start = value.contentSpan.start + escape.index;
      yield {
        at: { path, span: { start, end: start + escape[0].length } },
        message: `In double quotes this is a control character, so ${key.text} is not the path that it looks like. Use single quotes.`,
        fixes: /['$\r\n]|\\$/.test(written)
          ? []
          : fixOf('Use single quotes', [replaceAt({ path, span: value.span }, `'${written}'`)]),
      };
    }
  },
};
