import { parseBytes } from '../../compose/schema/units';
import { addVariables, fixOf } from '../edits';
import { isMissing, readText } from '../reading';
import type { Rule } from '../rule';

const NAME = 'CLICKHOUSE_MAX_BYTES_BEFORE_EXTERNAL_GROUP_BY';
const DEFAULT_BYTES = 32e9;

export const memoryLimit: Rule = {
  code: 'clickhouse/memory-limit',
  severity: 'info',
  summary: "ClickHouse's memory limit is below the size at which Langfuse lets queries use the disk.",
  explanation:
    "Langfuse lets ClickHouse continue a large aggregation on disk once it needs `CLICKHOUSE_MAX_BYTES_BEFORE_EXTERNAL_GROUP_BY`, 32 GB unless it is set. In a container with less memory that point is never reached: the query fails with code 241, or the container is killed. Set the variable on web and worker to about half of the container's limit.",
  *check(stack) {
    for (const server of stack.services('clickhouse')) {
      const limit = server.memoryLimit && parseBytes(server.memoryLimit.value);
      if (server.memoryLimit === undefined || limit === undefined || limit <= 0) continue;
      const unaware = stack.langfuseServices.filter((service) => {
        const bytes = isMissing(stack, service, NAME)
          ? DEFAULT_BYTES
          : Number(readText(stack, service, NAME));
        return (
          bytes >= limit &&
          readText(stack, service, 'CLICKHOUSE_URL')?.includes(`://${server.name}:`) === true
        );
      });
      const names = unaware.map(({ name }) => name).join(' and ');
      if (unaware.length === 0) continue;
      const value = String(Math.floor(limit / 2));
      yield {
        at: server.memoryLimit.origin,
        message: `Large queries of ${names} fail before ClickHouse turns to the disk for them, which it does at ${NAME}. Set that to about half of this limit.`,
        fixes: unaware.some(({ environment }) => environment.has(NAME))
          ? []
          : fixOf(
              `Set it to ${value} bytes`,
              unaware.flatMap((service) => addVariables(stack, service, [{ name: NAME, value }])),
              'offered',
            ),
      };
    }
  },
};
