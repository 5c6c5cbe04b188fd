import type { ComposeService } from '../../compose/project';
import { copyValue } from '../copyValue';
import { fixOf } from '../edits';
import { oncePerStack } from '../oncePerStack';
import { decidingPlace, isMissing, readText } from '../reading';
import type { Finding, Rule } from '../rule';
import type { StackContext } from '../stackContext';

const USER = 'CLICKHOUSE_USER';

export const credentialsMismatch: Rule = {
  code: 'clickhouse/credentials-mismatch',
  severity: 'error',
  summary: 'Langfuse logs in to ClickHouse with another user or password than it has.',
  explanation:
    'The ClickHouse image makes the user `CLICKHOUSE_USER` with `CLICKHOUSE_PASSWORD` each time its container is created. It makes no other one, and `default` only when no name is given. When web or worker get another user or password, every query is refused with code 516. Pass one variable each, `${CLICKHOUSE_USER}` and `${CLICKHOUSE_PASSWORD}`, to all three.',
  *check(stack) {
    for (const service of stack.langfuseServices) {
      const url = readText(stack, service, 'CLICKHOUSE_URL');
      const host = /:\/\/([^:/?#@]+):/.exec(url ?? '')?.[1];
      const server = host === undefined ? undefined : serversByName(stack).get(host);
      // Mounted files may define users of their own.
      if (
        server === undefined ||
        server.mounts.some(({ target }) => target.startsWith('/etc/clickhouse-server'))
      )
        continue;
      const stranger = strangeUser(stack, service, server);
      if (stranger !== undefined) {
        yield stranger;
        continue;
      }
      const name = 'CLICKHOUSE_PASSWORD';
      const sent = readText(stack, service, name);
      const expected = readText(stack, server, name);
      const variable = service.environment.get(name);
      const serverVariable = server.environment.get(name);
      if (sent === undefined || expected === undefined || sent === expected) continue;
      if (variable === undefined || serverVariable === undefined) continue;
      if (readText(stack, service, USER) !== readText(stack, server, USER)) continue;
      yield {
        at: decidingPlace(stack, variable),
        message: `${server.name} has another password than ${service.name} sends, so every query is refused. Give both the same variable.`,
        fixes: fixOf(`Use the password of ${server.name}`, [copyValue(stack, service, name, serverVariable)]),
        related: [{ ...decidingPlace(stack, serverVariable), message: `The password of ${server.name}.` }],
      };
    }
  },
};

const serversByName = oncePerStack(
  (stack: StackContext) => new Map(stack.services('clickhouse').map((server) => [server.name, server])),
);

/** A user that the image does not make, on a server where nobody else can have made it. */
function strangeUser(
  stack: StackContext,
  service: ComposeService,
  server: ComposeService,
): Finding | undefined {
  const variable = service.environment.get(USER);
  const sent = readText(stack, service, USER);
  const made = isMissing(stack, server, USER) ? 'default' : readText(stack, server, USER);
  const isOfficial = /(?:^|\/)clickhouse\/clickhouse-server(?:[:@]|$)/.test(server.image?.value ?? '');
  // With scripts, or with the right to manage users, there may be more of them.
  const mayHaveMore =
    server.mounts.some(({ target }) => target.startsWith('/docker-entrypoint-initdb.d')) ||
    server.environment.has('CLICKHOUSE_DEFAULT_ACCESS_MANAGEMENT');
  if (variable === undefined || sent === undefined || made === undefined || sent === made) return undefined;
  if (!isOfficial || mayHaveMore) return undefined;
  const serverVariable = server.environment.get(USER);
  return {
    at: decidingPlace(stack, variable),
    message: `${server.name} has no user "${sent}", so every query of ${service.name} is refused. Give both the same ${USER}.`,
    fixes: serverVariable
      ? fixOf(`Use the user of ${server.name}`, [copyValue(stack, service, USER, serverVariable)])
      : [],
    related: serverVariable && [
      { ...decidingPlace(stack, serverVariable), message: `The user of ${server.name}.` },
    ],
  };
}
