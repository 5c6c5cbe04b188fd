import { copyValue } from '../copyValue';
import { fixOf } from '../edits';
import { decidingPlace, isMissing, readText } from '../reading';
import type { Rule } from '../rule';

const NAME = 'CLICKHOUSE_DB';

export const dbNonDefault: Rule = {
  code: 'clickhouse/db-non-default',
  severity: 'error',
  summary: 'Langfuse uses a database that ClickHouse does not make.',
  explanation:
    "Langfuse writes to the database that its `CLICKHOUSE_DB` names, `default` unless it is set, and never creates one. The image creates the one that the server's own `CLICKHOUSE_DB` names, and only while its data directory is empty. When the two differ, migrations stop with code 81, unless somebody has created the database by hand. Give the server, web and worker the same name, or none.",
  *check(stack) {
    const [server, second] = stack.services('clickhouse');
    // Mounted scripts may create any database; of several servers another one may be meant.
    if (server === undefined || second !== undefined || server.mounts.some(isScript)) return;
    const made = isMissing(stack, server, NAME) ? 'default' : readText(stack, server, NAME);
    for (const service of stack.services('web')) {
      const url = readText(stack, service, 'CLICKHOUSE_URL');
      const variable = service.environment.get(NAME);
      const wanted = readText(stack, service, NAME);
      if (variable === undefined || wanted === undefined || made === undefined) continue;
      if (wanted === 'default' || wanted === made || url?.includes(`://${server.name}:`) !== true) continue;
      const serverVariable = server.environment.get(NAME);
      yield {
        at: decidingPlace(stack, variable),
        message: `${server.name} does not create the database "${wanted}", so the migrations of ${service.name} stop. Give both the same ${NAME}, before the first start.`,
        fixes: fixOf(
          `Let ${server.name} create "${wanted}"`,
          [copyValue(stack, server, NAME, variable)],
          'offered',
        ),
        related: serverVariable && [
          { ...decidingPlace(stack, serverVariable), message: `What ${server.name} creates.` },
        ],
      };
    }
  },
};

function isScript({ target }: { readonly target: string }): boolean {
  return target.startsWith('/docker-entrypoint-initdb.d') || target.startsWith('/etc/clickhouse-server');
}
