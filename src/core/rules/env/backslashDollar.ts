import { isSecretName } from '../../langfuse/catalogue';
import { fixOf, replaceAt } from '../edits';
import type { Rule } from '../rule';
import { assignments } from '../stackContext';

export const backslashDollar: Rule = {
  code: 'env/backslash-dollar',
  severity: 'warning',
  summary: 'A backslash before a dollar sign, where it protects nothing.',
  explanation:
    'Without quotes a backslash is an ordinary character: in `A=pa\\$word` compose keeps the backslash and still replaces `$word`, so the container receives `pa\\`. Put the value in single quotes, where a dollar is a dollar. In a secret this is an error, since the login will be refused.',
  *check(stack) {
    for (const { path, item } of assignments(stack)) {
      const { value, key } = item;
      const { text } = value.decoded;
      const at = /\\\$[A-Za-z_{]/.exec(text)?.index;
      if (value.style !== 'unquoted' || at === undefined) continue;
      const plain = text.replaceAll('\\$', '$');
      // Another reference may be meant, and another backslash may belong to the value.
      const isClear = !/'|\\|^#/.test(plain) && !text.replaceAll('\\$', '').includes('$');
      yield {
        at: { path, span: value.decoded.spanOf({ start: at, end: at + 2 }) },
        severity: isSecretName(key.text) ? 'error' : 'warning',
        message: `Without quotes the backslash stays in the value of ${key.text}, and what follows the dollar is still replaced. Put the value in single quotes and leave out the backslash.`,
        fixes: isClear
          ? fixOf('Put the value in single quotes', [replaceAt({ path, span: value.span }, `'${plain}'`)])
          : [],
      };
    }
  },
};
