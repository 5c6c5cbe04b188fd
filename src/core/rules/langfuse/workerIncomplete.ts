import { addVariables, fixOf } from '../edits';
import { isMissing } from '../reading';
import type { Rule } from '../rule';
import { suggestVariable } from './requiredVariables';

/** What the worker starts without, and what then does not work. */
const WANTED: readonly (readonly [name: string, loss: string])[] = [
  ['SALT', 'API keys that it creates are refused'],
  ['NEXTAUTH_URL', 'links in its mails lead nowhere'],
];

export const workerIncomplete: Rule = {
  code: 'langfuse/worker-incomplete',
  severity: 'warning',
  summary: 'The worker lacks variables that web has, and fails at a later moment.',
  explanation:
    "The worker starts without `SALT` and `NEXTAUTH_URL`, looks healthy, and fails where it needs them: keys that it makes do not fit the hashes of web, and the links in exports and mails lead nowhere. It shares both with web, as Langfuse's own file does with one block for the two. `ENCRYPTION_KEY` has a rule of its own.",
  *check(stack) {
    const [web] = stack.services('web');
    if (!stack.isComplete || web === undefined) return;
    for (const service of stack.services('worker')) {
      for (const [name, loss] of WANTED) {
        if (!isMissing(stack, service, name) || isMissing(stack, web, name)) continue;
        yield {
          at: service.origin,
          message: `${service.name} gets no ${name}, so ${loss}. Give it the same as ${web.name}.`,
          fixes: service.environment.has(name)
            ? []
            : fixOf(`Pass ${name}`, addVariables(stack, service, suggestVariable(stack, name))),
        };
      }
    }
  },
};
