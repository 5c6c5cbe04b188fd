import type { ComposeService } from '../../compose/project';
import { addVariables, fixOf, replaceValue } from '../edits';
import { decidingPlace, read } from '../reading';
import type { Rule } from '../rule';
import type { StackContext } from '../stackContext';

const NAME = 'CLICKHOUSE_CLUSTER_ENABLED';

export const clusterEnabled: Rule = {
  code: 'clickhouse/cluster-enabled',
  severity: 'error',
  summary: 'Langfuse takes a single ClickHouse for a cluster.',
  explanation:
    'Langfuse\'s default for `CLICKHOUSE_CLUSTER_ENABLED` is true, and its migration script asks for exactly `false`: unset, `False` and `0` all mean a cluster. On a single server without Keeper the migrations then stop with code 139 ("no Zookeeper"). Set it to `false` on web and worker. It cannot be switched later: the tables of the two kinds differ.',
  *check(stack) {
    const [server] = stack.services('clickhouse');
    if (server === undefined || !isSingle(stack)) return;
    for (const service of stack.langfuseServices) {
      const reading = read(stack, service, NAME);
      if (reading.kind === 'unknown' || (reading.kind === 'known' && reading.text === 'false')) continue;
      if (reading.kind === 'known' && reading.text !== '') {
        const place = decidingPlace(stack, reading.variable);
        yield {
          at: place,
          message: `${NAME} is not exactly "false", so Langfuse expects a cluster and its migrations fail on the single server ${server.name}. Set it to false.`,
          fixes: fixOf('Set it to false', [replaceValue(stack, place, 'false')]),
        };
      } else {
        yield {
          at: reading.kind === 'known' ? decidingPlace(stack, reading.variable) : service.origin,
          message: `${service.name} does not get ${NAME}, which is then true, and migrations fail on the single server ${server.name}. Set it to false.`,
          fixes:
            reading.kind === 'absent'
              ? fixOf(`Set ${NAME} to false`, addVariables(stack, service, [{ name: NAME, value: 'false' }]))
              : [],
        };
      }
    }
  },
};

// Several servers, a Keeper, or a mounted configuration, which may hold one, can be a cluster.
function isSingle(stack: StackContext): boolean {
  const servers = stack.services('clickhouse');
  const services = [...stack.project.services.values()];
  return (
    servers.length === 1 &&
    !servers.some(hasOwnConfiguration) &&
    !services.some(({ image }) => /keeper/i.test(image?.value ?? ''))
  );
}

function hasOwnConfiguration({ mounts }: ComposeService): boolean {
  return mounts.some(({ target }) => target.startsWith('/etc/clickhouse-server'));
}
