import { unreachableHosts } from '../hostUnreachable';
import type { Rule } from '../rule';

export const postgresUnreachable: Rule = {
  code: 'postgres/host-unreachable',
  severity: 'error',
  summary: 'Postgres is addressed by a name or a port that containers cannot reach.',
  explanation:
    'Every container has a network of its own: `localhost` inside it is the container itself, and other containers are reached by the name of their service in the compose file. A published port is for the machine outside, not for containers. With a wrong address web and worker stop with `P1001`.',
  check: (stack) =>
    unreachableHosts(stack, {
      role: 'postgres',
      server: 'Postgres',
      urls: ['DATABASE_URL', 'DIRECT_URL'],
      hosts: [],
    }),
};
