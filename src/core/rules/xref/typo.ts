import type { VariableReference } from '../../compose/project';
import { fixOf, replaceAt } from '../edits';
import { lookUp } from '../../langfuse/catalogue';
import type { Rule } from '../rule';
import { assignments } from '../stackContext';
import { isSlipOf } from './isSlipOf';
import { referencedNames } from './referencedNames';

/** Comparing every name with every other one takes its time. */
const MOST_SOUGHT = 100;

export const typo: Rule = {
  code: 'xref/typo',
  severity: 'warning',
  summary: 'A name in .env is misspelt: the compose file asks for one that is almost the same.',
  explanation:
    'The compose file uses a variable that is set nowhere, and `.env` sets one that nothing uses and that differs in a letter or two. Compose puts an empty text, and a password or an address is missing. Rename the variable in `.env`.',
  *check(stack) {
    if (!stack.isComplete) return;
    const sought = new Map<string, VariableReference>();
    for (const reference of stack.project.references) {
      const { name, isEvaluated, resolution } = reference;
      const isMissing = isEvaluated && (resolution === 'unset' || resolution === 'error');
      if (isMissing && !sought.has(name) && !stack.project.environment.has(name)) sought.set(name, reference);
    }
    // Where nearly everything is missing, it is not for slips.
    if (sought.size === 0 || sought.size > MOST_SOUGHT) return;
    const used = referencedNames(stack);
    for (const { path, item } of assignments(stack)) {
      const { text: name, span } = item.key;
      // What Langfuse knows by this name is no slip.
      if (path !== '.env' || used.has(name) || lookUp(name).length > 0) continue;
      const meant = [...sought.values()].find((reference) => isSlipOf(name, reference.name));
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
