import { fixOf, replaceAt } from '../edits';
import { decidingPlace, readText, textOf } from '../reading';
import type { Rule } from '../rule';

/** The part before the last `@` holds a character that ends the address, and what stands before that is no port. */
const BROKEN = /^(postgres(?:ql)?:\/\/[^:@/?#]*:)(?!\d*[/?#])([^@/?#]*[/?#][^@]*)(@[^@]*)$/;

export const databaseUrlEncoding: Rule = {
  code: 'langfuse/database-url-encoding',
  severity: 'error',
  summary: 'The password in DATABASE_URL has characters that end the address.',
  explanation:
    'In an address `/`, `?` and `#` end the part with user, password and host. A password that has one of them must be written encoded (`%2F`, `%3F`, `%23`), otherwise Langfuse stops at start with an invalid address. Where the password comes from a variable, choose one of letters and digits: Postgres needs it as it is, the address encoded.',
  *check(stack) {
    for (const service of stack.langfuseServices) {
      const variable = service.environment.get('DATABASE_URL');
      const text = readText(stack, service, 'DATABASE_URL');
      if (variable === undefined || text === undefined || !BROKEN.test(text)) continue;
      const place = decidingPlace(stack, variable);
      const [, quote = '', url = ''] = /^(["']?)(.*)\1$/s.exec(textOf(stack, place)) ?? [];
      const isWhole = url === text && !url.includes('$');
      yield {
        at: place,
        message: `The password in this address ends it too early, so ${service.name} stops at start. Encode the characters / ? # in it, or choose a password of letters and digits.`,
        fixes: isWhole
          ? fixOf('Encode the password', [replaceAt(place, quote + url.replace(BROKEN, encoded) + quote)])
          : [],
      };
    }
  },
};

function encoded(_: string, before: string, password: string, behind: string): string {
  return before + encodeURIComponent(password) + behind;
}
