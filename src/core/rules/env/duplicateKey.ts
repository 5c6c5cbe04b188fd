import { removeAssignment, fixOf } from '../edits';
import type { Rule } from '../rule';

export const duplicateKey: Rule = {
  code: 'env/duplicate-key',
  severity: 'warning',
  summary: 'A variable is set twice in one file.',
  explanation:
    'Compose takes the last assignment of a name and says nothing about the earlier ones. Whoever edits the first line wonders why nothing changes. Remove the line that does not count.',
  *check(stack) {
    for (const [path, { items }] of stack.envDocuments) {
      const counting = new Map(
        items.flatMap((item) => (item.kind === 'assignment' ? [[item.key.text, item] as const] : [])),
      );
      for (const item of items) {
        if (item.kind !== 'assignment') continue;
        const last = counting.get(item.key.text);
        if (last === undefined || last === item) continue;
        const message = `${item.key.text} is set again further down, so this value is never used. Remove this line.`;
        yield {
          at: { path, span: item.key.span },
          message,
          isUnnecessary: true,
          related: [{ path, span: last.key.span, message: 'This assignment counts.' }],
          fixes: fixOf('Remove the unused assignment', [removeAssignment(stack, path, item)]),
        };
      }
    }
  },
};
