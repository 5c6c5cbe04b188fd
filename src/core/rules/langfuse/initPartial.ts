import type { ComposeService } from '../../compose/project';
import type { Fix } from '../../diagnostic';
import { addVariables, fixOf } from '../edits';
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

/** Any name will do, and secrets are made; the address of the owner is nobody's guess. */
const VALUES: ReadonlyMap<string, string> = new Map([
  ['LANGFUSE_INIT_ORG_ID', 'my-org'],
  ['LANGFUSE_INIT_PROJECT_ID', 'my-project'],
  ...['PROJECT_PUBLIC_KEY', 'PROJECT_SECRET_KEY', 'USER_PASSWORD'].map((name): [string, string] => [
    `LANGFUSE_INIT_${name}`,
    `\${LANGFUSE_INIT_${name}:?run Create Secrets}`,
  ]),
]);

export const initPartial: Rule = {
  code: 'langfuse/init-partial',
  severity: 'warning',
  summary: 'First-start provisioning is incomplete and will be ignored.',
  explanation:
    'Web creates an organisation, a project, keys and an owner from the `LANGFUSE_INIT_…` variables. Nothing happens without `LANGFUSE_INIT_ORG_ID`; keys need a project and each other; the user needs e-mail and password. An incomplete set is skipped with one warning in the log.',
  *check(stack) {
    for (const service of stack.services('web')) {
      for (const [name, needed] of NEEDS) {
        const variable = service.environment.get(name);
        if (readText(stack, service, name) === undefined || variable === undefined) continue;
        if (!isMissing(stack, service, needed)) continue;
        yield {
          at: decidingPlace(stack, variable),
          message: `${name} is ignored, because ${needed} is not set for ${service.name}. Set both, or neither.`,
          fixes: addNeeded(stack, service, needed),
        };
      }
    }
  },
};

function addNeeded(stack: StackContext, service: ComposeService, name: string): readonly Fix[] {
  const value = VALUES.get(name);
  // One that is there and empty waits for its value elsewhere.
  if (value === undefined || service.environment.has(name)) return [];
  return fixOf(`Add ${name}`, addVariables(stack, service, [{ name, value }]), 'offered');
}
