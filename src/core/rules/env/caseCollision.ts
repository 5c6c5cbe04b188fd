import type { EnvAssignment } from '../../env/parse';
import { fixOf, removeAssignment } from '../edits';
import type { Rule } from '../rule';
import { referencedNames } from '../xref/referencedNames';

export const caseCollision: Rule = {
  code: 'env/case-collision',
  severity: 'info',
  summary: 'Two names that differ only in upper and lower case.',
  explanation:
    'Names are case-sensitive on Linux and inside containers: `Port` and `PORT` are two variables, and setting one leaves the other as it is. On Windows the shell takes both for one, so the same files behave differently there. Keep one of the two. Pairs such as `http_proxy` and `HTTP_PROXY`, which programs look for in either form, are not meant.',
  *check(stack) {
    const used = referencedNames(stack);
    for (const [path, { items }] of stack.envDocuments) {
      const first = new Map<string, EnvAssignment>();
      for (const item of items) {
        if (item.kind !== 'assignment') continue;
        const name = item.key.text;
        const folded = name.toUpperCase();
        const other = first.get(folded);
        if (other === undefined) first.set(folded, item);
        if (other === undefined || other.key.text === name || folded.endsWith('_PROXY')) continue;
        // Two that are both asked for are two on purpose.
        if (used.has(name) && used.has(other.key.text)) continue;
        const idle = [other, item].filter(({ key }) => !used.has(key.text));
        yield {
          at: { path, span: item.key.span },
          message: `${name} and ${other.key.text} are two variables, since upper and lower case count. Keep the one that is meant.`,
          fixes: idle.flatMap((each) =>
            fixOf(`Remove ${each.key.text}`, [removeAssignment(stack, path, each)], 'offered'),
          ),
          related: [{ path, span: other.key.span, message: 'The other spelling.' }],
        };
      }
    }
  },
};
