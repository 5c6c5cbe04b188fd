import type { ComposeService } from '../../compose/project';
import type { Fix } from '../../diagnostic';
import type { Location } from '../../text';
import { fixOf, replaceAt } from '../edits';
import { decidingPlace, readText } from '../reading';
import type { Rule } from '../rule';
import type { StackContext } from '../stackContext';

const KEYS: ReadonlySet<string> = new Set([
  'LANGFUSE_INIT_PROJECT_PUBLIC_KEY',
  'LANGFUSE_INIT_PROJECT_SECRET_KEY',
]);
const PASSWORD = 'LANGFUSE_INIT_USER_PASSWORD';

/** What guides for a first start print: everybody knows it. */
const PRINTED: ReadonlyMap<string, RegExp> = new Map([
  ['LANGFUSE_INIT_PROJECT_PUBLIC_KEY', /^(?:lf_pk_local|pk-lf-1234567890)$/],
  ['LANGFUSE_INIT_PROJECT_SECRET_KEY', /^(?:lf_sk_local|sk-lf-1234567890)$/],
  [PASSWORD, /^StrongPass123!$/],
]);

export const initValue: Rule = {
  code: 'langfuse/init-value',
  severity: 'error',
  summary: 'A key or password of the first start that does not work, or that everybody knows.',
  explanation:
    "The keys in `LANGFUSE_INIT_PROJECT_PUBLIC_KEY` and `…_SECRET_KEY` are sent as `public:secret`, so a colon inside the public one makes every request fail with 401. Langfuse itself makes keys like `pk-lf-` and `sk-lf-` with a UUID; that shape is found by secret scanners and hidden in logs. A password shorter than 8 characters keeps web from starting. Values copied from a guide open the project, or the owner's account, to everybody who has read it. **Create Secrets** makes new ones. They count for a first start: a key that exists keeps its secret, and a user the password.",
  *check(stack) {
    for (const service of stack.services('web')) {
      for (const name of [...KEYS, PASSWORD]) {
        const variable = service.environment.get(name);
        const text = readText(stack, service, name);
        if (variable === undefined || text === undefined) continue;
        const at = decidingPlace(stack, variable);
        if (PRINTED.get(name)?.test(text) === true)
          yield {
            at,
            severity: 'warning',
            message: `${name} has the value of a guide, which everybody can read. Use one of your own, before the first start if you can.`,
            fixes: emptied(stack, at),
          };
        else if (name === 'LANGFUSE_INIT_PROJECT_PUBLIC_KEY' && text.includes(':'))
          yield {
            at,
            message: `A colon ends the key that applications send, so every request with it is refused. Use a key without one.`,
            fixes: emptied(stack, at),
          };
        else if (name === PASSWORD && text.length < 8) yield shortPassword(service, at);
      }
    }
  },
};

function shortPassword({ name }: ComposeService, at: Location) {
  return {
    at,
    message: `${name} does not start with a first password of fewer than 8 characters. Choose a longer one.`,
  };
}

/** Only in an env file: Create Secrets writes no compose file. */
function emptied(stack: StackContext, at: Location): readonly Fix[] {
  return stack.envDocuments.has(at.path)
    ? fixOf('Empty it, for Create Secrets to fill', [replaceAt(at, '')], 'offered')
    : [];
}
