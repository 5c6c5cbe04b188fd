import type { EnvAssignment } from '../../env/parse';
import { removeAssignment, fixOf } from '../edits';
import type { Rule } from '../rule';
import { namesUsedBy } from '../xref/referencedNames';

export const duplicateKey: Rule = {
  code: 'env/duplicate-key',
  severity: 'warning',
  summary: 'A variable is set twice in one file.',
  explanation:
    'Compose takes the last assignment of a name and says nothing about the earlier ones. Whoever edits the first line wonders why nothing changes. Remove the line that does not count.',
  *check(stack) {
    for (const [path, { items }] of stack.envDocuments) {
      const counting = new Map<string, EnvAssignment>();
      const usedBelow = new Set<string>();
      for (const item of items.toReversed()) {
        if (item.kind !== 'assignment') continue;
        const name = item.key.text;
        const last = counting.get(name);
        // A line in between may build on this one.
        const isUsed = usedBelow.delete(name);
        for (const reference of namesUsedBy(item)) usedBelow.add(reference);
        if (last === undefined) counting.set(name, item);
        if (last === undefined || isUsed) continue;
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
