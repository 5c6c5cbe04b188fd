import { fixOf, replaceAt } from '../edits';
import type { Rule } from '../rule';
import { assignments } from '../stackContext';

export const backtickLiteral: Rule = {
  code: 'env/backtick-literal',
  severity: 'warning',
  summary: 'Backticks around a value become a part of it.',
  explanation:
    'Some programs take backticks in an env file for quotes. Compose does not: the container receives the value with them. Use single quotes.',
  *check(stack) {
    for (const { path, item } of assignments(stack)) {
      const { value, key } = item;
      const inner = /^`([^`]*)`$/.exec(value.decoded.text)?.[1];
      if (value.style !== 'unquoted' || inner === undefined) continue;
      yield {
        at: { path, span: value.span },
        message: `Compose passes the backticks on as a part of ${key.text}. Use single quotes instead.`,
        // In single quotes a reference is no longer replaced.
        fixes: /['\\$]/.test(inner)
          ? []
          : fixOf('Use single quotes', [replaceAt({ path, span: value.span }, `'${inner}'`)]),
      };
    }
  },
};
