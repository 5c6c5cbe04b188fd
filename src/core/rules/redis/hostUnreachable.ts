import { unreachableHosts } from '../hostUnreachable';
import type { Rule } from '../rule';

export const redisUnreachable: Rule = {
  code: 'redis/host-unreachable',
  severity: 'error',
  summary: 'Redis is addressed by a name or a port that containers cannot reach.',
  explanation:
    'Every container has a network of its own: `localhost` inside it is the container itself, and other containers are reached by the name of their service in the compose file. A published port is for the machine outside, not for containers. With a wrong address the worker takes nothing from the queue.',
  check: (stack) =>
    unreachableHosts(stack, {
      role: 'redis',
      server: 'Redis',
      urls: ['REDIS_CONNECTION_STRING'],
      hosts: ['REDIS_HOST'],
      port: 'REDIS_PORT',
    }),
};
