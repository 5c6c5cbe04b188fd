import { fixOf, replaceAt } from '../edits';
import { lookUp } from '../../langfuse/catalogue';
import type { Rule } from '../rule';
import { assignments } from '../stackContext';
import { isSlipOf } from './isSlipOf';
import { referencedNames } from './referencedNames';

export const typo: Rule = {
  code: 'xref/typo',
  severity: 'warning',
  summary: 'A name in .env is misspelt: the compose file asks for one that is almost the same.',
  explanation:
    'The compose file uses a variable that is set nowhere, and `.env` sets one that nothing uses and that differs in a letter or two. Compose puts an empty text, and a password or an address is missing. Rename the variable in `.env`.',
  *check(stack) {
    if (!stack.isComplete) return;
    const sought = stack.project.references.filter(
      ({ name, isEvaluated, resolution }) =>
        isEvaluated &&
        (resolution === 'unset' || resolution === 'error') &&
        !stack.project.environment.has(name),
    );
    if (sought.length === 0) return;
    const used = referencedNames(stack);
    for (const { path, item } of assignments(stack)) {
      const { text: name, span } = item.key;
      // What Langfuse knows by this name is no slip.
      if (path !== '.env' || used.has(name) || lookUp(name).length > 0) continue;
      const meant = sought.find((reference) => isSlipOf(name, reference.name));
      if (meant === undefined) continue;
      yield {
        at: { path, span },
        message: `Nothing uses ${name}, and ${meant.name}, which the compose file asks for, is set nowhere. Rename this.`,
        related: [{ path: meant.path, span: meant.span, message: `${meant.name} is used here.` }],
        fixes: fixOf(`Rename to ${meant.name}`, [replaceAt({ path, span }, meant.name)]),
      };
    }
  },
};
