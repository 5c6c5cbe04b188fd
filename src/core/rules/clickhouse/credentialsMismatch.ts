import { decidingPlace, readText } from '../reading';
import type { Rule } from '../rule';

export const credentialsMismatch: Rule = {
  code: 'clickhouse/credentials-mismatch',
  severity: 'error',
  summary: 'Langfuse logs in to ClickHouse with another password than it has.',
  explanation:
    'The ClickHouse image makes the user `CLICKHOUSE_USER` with `CLICKHOUSE_PASSWORD` each time its container is created. When web or worker get another password, every query is refused with code 516. Pass one variable, `${CLICKHOUSE_PASSWORD}`, to all three.',
  *check(stack) {
    for (const service of stack.langfuseServices) {
      const url = readText(stack, service, 'CLICKHOUSE_URL');
      const server = stack.services('clickhouse').find(({ name }) => url?.includes(`://${name}:`));
      // Mounted files may define users of their own.
      if (
        server === undefined ||
        server.mounts.some(({ target }) => target.startsWith('/etc/clickhouse-server'))
      )
        continue;
      const name = 'CLICKHOUSE_PASSWORD';
      const sent = readText(stack, service, name);
      const expected = readText(stack, server, name);
      const variable = service.environment.get(name);
      const serverVariable = server.environment.get(name);
      if (sent === undefined || expected === undefined || sent === expected) continue;
      if (variable === undefined || serverVariable === undefined) continue;
      if (readText(stack, service, 'CLICKHOUSE_USER') !== readText(stack, server, 'CLICKHOUSE_USER'))
        continue;
      yield {
        at: decidingPlace(stack, variable),
        message: `${server.name} has another password than ${service.name} sends, so every query is refused. Give both the same variable.`,
        related: [{ ...decidingPlace(stack, serverVariable), message: `The password of ${server.name}.` }],
      };
    }
  },
};
