import { unreachableHosts } from '../hostUnreachable';
import type { Rule } from '../rule';

export const clickhouseUnreachable: Rule = {
  code: 'clickhouse/host-unreachable',
  severity: 'error',
  summary: 'ClickHouse is addressed by a name or a port that containers cannot reach.',
  explanation:
    'Every container has a network of its own: `localhost` inside it is the container itself, and other containers are reached by the name of their service in the compose file. A published port is for the machine outside, not for containers. With a wrong address the web container stops in its migrations, with `driver: bad connection` or `connection refused`.',
  check: (stack) =>
    unreachableHosts(stack, {
      role: 'clickhouse',
      server: 'ClickHouse',
      urls: ['CLICKHOUSE_URL', 'CLICKHOUSE_MIGRATION_URL'],
      hosts: [],
    }),
};
