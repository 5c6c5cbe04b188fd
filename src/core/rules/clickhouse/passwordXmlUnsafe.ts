import { isPlaceholder } from '../../placeholder';
import { decidingPlace, readText } from '../reading';
import type { Rule } from '../rule';
import { emptiedForSecrets } from '../secrets/emptiedForSecrets';

export const passwordXmlUnsafe: Rule = {
  code: 'clickhouse/password-xml-unsafe',
  severity: 'error',
  summary: "ClickHouse's user or password breaks the file that its image writes.",
  explanation:
    'When its container starts, the ClickHouse image writes `CLICKHOUSE_USER` as the name of an XML element and `CLICKHOUSE_PASSWORD` as its text, both as they are. A user that begins with a digit or holds a space or an `@`, and a password with `<` or `&`, make that file unreadable, and the server does not start. Use letters, digits and underscores.',
  *check(stack) {
    for (const service of stack.services('clickhouse')) {
      // Other images make their users by other means.
      if (!/(?:^|\/)clickhouse\/clickhouse-server(?:[:@]|$)/.test(service.image?.value ?? '')) continue;
      const user = service.environment.get('CLICKHOUSE_USER');
      const name = readText(stack, service, 'CLICKHOUSE_USER');
      if (user !== undefined && name !== undefined && !/^[A-Za-z_][\w.-]*$/.test(name))
        yield {
          at: decidingPlace(stack, user),
          message: `${service.name} does not start with this user, because its image writes it as a name into an XML file. Use letters, digits and underscores.`,
        };
      const password = service.environment.get('CLICKHOUSE_PASSWORD');
      const text = readText(stack, service, 'CLICKHOUSE_PASSWORD');
      if (password === undefined || text === undefined || !/[<&]/.test(text) || isPlaceholder(text)) continue;
      const at = decidingPlace(stack, password);
      yield {
        at,
        message: `${service.name} does not start with this password, because its image writes it as it is into an XML file. Use letters and digits.`,
        fixes: emptiedForSecrets(stack, at),
      };
    }
  },
};
