import { decidingPlace, readText } from '../reading';
import type { Rule } from '../rule';

const NAME = 'LANGFUSE_INIT_USER_EMAIL';

export const initEmail: Rule = {
  code: 'langfuse/init-email',
  severity: 'error',
  summary: "The first owner's e-mail is no e-mail address.",
  explanation:
    'Web checks `LANGFUSE_INIT_USER_EMAIL` when it starts, and stops when it is no e-mail address. The address is what the owner signs in with; nothing is sent to it. Quotes that became a part of the value, as in `- LANGFUSE_INIT_USER_EMAIL="owner@example.org"`, have the same effect.',
  withoutFix: 'only you know the address.',
  *check(stack) {
    for (const service of stack.services('web')) {
      const variable = service.environment.get(NAME);
      const text = readText(stack, service, NAME);
      if (
        variable === undefined ||
        text === undefined ||
        /^[^\s@"'<>]+@[^\s@"'<>]+\.[^\s@"'<>.]+$/.test(text)
      )
        continue;
      yield {
        at: decidingPlace(stack, variable),
        message: `${service.name} stops at start, because this is no e-mail address. Write one such as owner@example.org.`,
      };
    }
  },
};
