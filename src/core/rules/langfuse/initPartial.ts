import type { ComposeService } from '../../compose/project';
import { decidingPlace, isMissing, readText } from '../reading';
import type { Rule } from '../rule';
import type { StackContext } from '../stackContext';

/** Each name is ignored unless the other is set as well. */
const NEEDS: readonly (readonly [name: string, needed: string])[] = [
  ['LANGFUSE_INIT_PROJECT_ID', 'LANGFUSE_INIT_ORG_ID'],
  ['LANGFUSE_INIT_USER_EMAIL', 'LANGFUSE_INIT_ORG_ID'],
  ['LANGFUSE_INIT_PROJECT_PUBLIC_KEY', 'LANGFUSE_INIT_PROJECT_ID'],
  ['LANGFUSE_INIT_PROJECT_PUBLIC_KEY', 'LANGFUSE_INIT_PROJECT_SECRET_KEY'],
  ['LANGFUSE_INIT_PROJECT_SECRET_KEY', 'LANGFUSE_INIT_PROJECT_PUBLIC_KEY'],
  ['LANGFUSE_INIT_USER_EMAIL', 'LANGFUSE_INIT_USER_PASSWORD'],
  ['LANGFUSE_INIT_USER_PASSWORD', 'LANGFUSE_INIT_USER_EMAIL'],
];
const PASSWORD = 'LANGFUSE_INIT_USER_PASSWORD';

export const initPartial: Rule = {
  code: 'langfuse/init-partial',
  severity: 'warning',
  summary: 'First-start provisioning is incomplete and will be ignored.',
  explanation:
    'Web creates an organisation, a project, keys and an owner from the `LANGFUSE_INIT_…` variables. Nothing happens without `LANGFUSE_INIT_ORG_ID`; keys need a project and each other; the user needs e-mail and password. An incomplete set is skipped with one warning in the log. A password shorter than 8 characters keeps web from starting.',
  *check(stack) {
    for (const service of stack.services('web')) {
      for (const [name, needed] of NEEDS) {
        const variable = service.environment.get(name);
        if (readText(stack, service, name) === undefined || variable === undefined) continue;
        if (!isMissing(stack, service, needed)) continue;
        yield {
          at: decidingPlace(stack, variable),
          message: `${name} is ignored, because ${needed} is not set for ${service.name}. Set both, or neither.`,
        };
      }
      yield* shortPassword(stack, service);
    }
  },
};

function* shortPassword(stack: StackContext, service: ComposeService) {
  const password = readText(stack, service, PASSWORD);
  const variable = service.environment.get(PASSWORD);
  if (password === undefined || variable === undefined || password.length >= 8) return;
  yield {
    at: decidingPlace(stack, variable),
    severity: 'error' as const,
    message: `${service.name} does not start with a first password of fewer than 8 characters. Choose a longer one.`,
  };
}
