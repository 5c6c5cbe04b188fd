import { fixOf, replaceAt } from '../edits';
import { plainText } from '../env/envReferences';
import type { Rule } from '../rule';
import { assignmentAt } from '../stackContext';
import { SHORTEST_SECRET, defectOf, secretValues } from './secretValues';

export const tooShort: Rule = {
  code: 'secrets/too-short',
  severity: 'warning',
  summary: 'A secret is short enough to be tried out.',
  explanation: `Nobody types the secrets that servers exchange, so nothing speaks for short ones. A \`NEXTAUTH_SECRET\` can be tried out on a captured session without ever asking the server, and a password as fast as the server answers. Fewer than ${SHORTEST_SECRET} characters are too few; **Create Secrets** takes 64. Mind what a change does: Postgres keeps the password of its first start until it is changed there, and a new \`SALT\` makes every API key void.`,
  *check(stack) {
    for (const value of secretValues(stack)) {
      if (defectOf(stack, value) !== 'short') continue;
      const { name, at } = value;
      const item = assignmentAt(stack, at);
      // Where a dollar takes a part of it away, the rest is no length to judge.
      if (item !== undefined && plainText(item) === undefined) continue;
      // The others are kept by a server, or repeated elsewhere.
      const isReplaceable = name === 'NEXTAUTH_SECRET' && stack.envDocuments.has(at.path);
      yield {
        at,
        message: `${name} has fewer than ${SHORTEST_SECRET} characters, which can be tried out. Use a longer one.`,
        fixes: isReplaceable
          ? fixOf('Empty it, for Create Secrets to fill', [replaceAt(at, '')], 'offered')
          : [],
      };
    }
  },
};
