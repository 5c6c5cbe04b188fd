import type { Role } from '../../langfuse/roles';
import type { Signature } from '../signature';
import { unreachable } from './unreachable';

const CONSUMERS: readonly Role[] = ['web', 'worker'];

/** What Langfuse says about Redis, and Redis to its own healthcheck. */
export const redisSignatures: readonly Signature[] = [
  {
    roles: CONSUMERS,
    sources: ['log'],
    pattern: /\b(?:WRONGPASS|NOAUTH)\b/,
    means: (_, { service }) => ({
      id: 'redis/password',
      weight: 'lasting',
      brief: 'Redis refuses the password',
      explanation: `Redis does not let in ${service}: its REDIS_AUTH is not what Redis was started with.`,
      remedy: 'Give REDIS_AUTH and the --requirepass of Redis the same value, then run Up.',
    }),
  },
  {
    roles: ['redis'],
    sources: ['healthcheck'],
    pattern: /\b(?:WRONGPASS|NOAUTH)\b/,
    means: {
      id: 'redis/healthcheck-password',
      weight: 'lasting',
      brief: 'refuses its own healthcheck',
      explanation: 'Redis refuses the password that its healthcheck gives, or the healthcheck gives none.',
      remedy: 'Let the healthcheck log in with the password that Redis is started with, by REDISCLI_AUTH.',
    },
  },
  {
    roles: CONSUMERS,
    sources: ['log'],
    pattern: /ERR AUTH <password> called without any password/,
    means: {
      id: 'redis/no-password',
      weight: 'lasting',
      brief: 'Redis has no password, Langfuse sends one',
      explanation: 'Langfuse logs in to Redis with a password, and Redis was started without.',
      remedy: 'Start Redis with --requirepass and the value of REDIS_AUTH, then run Up.',
    },
  },
  {
    roles: CONSUMERS,
    sources: ['log'],
    pattern: /(?:Redis.*|Worker.*|connect )(?:ECONNREFUSED (\S+?):6379|(?:ENOTFOUND|EAI_AGAIN) (\S+))/,
    means: ({ match: [, address, name] }, scene) => {
      const told = scene.container.environment.get('REDIS_HOST')?.reveal();
      return unreachable(scene, name ?? told ?? address ?? '', { store: 'Redis', variable: 'REDIS_HOST' });
    },
  },
  {
    roles: [...CONSUMERS, 'redis'],
    sources: ['log', 'healthcheck'],
    pattern: /OOM command not allowed/,
    means: {
      id: 'redis/full',
      weight: 'lasting',
      brief: 'Redis is full',
      explanation: 'Redis has used all the memory that maxmemory grants, and refuses to write.',
      remedy: 'Raise maxmemory, and see which queue grew: its consumer may be stuck.',
    },
  },
  {
    roles: [...CONSUMERS, 'redis'],
    sources: ['log', 'healthcheck'],
    pattern: /MISCONF Redis is configured to save RDB/,
    means: {
      id: 'redis/not-saved',
      weight: 'lasting',
      brief: 'Redis cannot save to its volume',
      explanation: 'Redis cannot write its snapshot, so it refuses to change anything.',
      remedy: 'Make room on the disk of its volume, or make the volume writable.',
    },
  },
];
