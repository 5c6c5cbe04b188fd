import type { Role } from '../../langfuse/roles';
import type { Scene } from '../scene';
import type { Meaning, Signature } from '../signature';
import { unreachable } from './unreachable';

const CONSUMERS: readonly Role[] = ['web', 'worker'];

/** What Prisma says to Langfuse, and Postgres itself. */
export const postgresSignatures: readonly Signature[] = [
  {
    roles: CONSUMERS,
    sources: ['log'],
    pattern: /P1000\b|Authentication failed against database server|password authentication failed for user/,
    means: (_, scene) => refusedPassword(scene),
  },
  {
    roles: ['postgres'],
    sources: ['healthcheck'],
    pattern: /password authentication failed for user/,
    means: (_, { service }) => ({
      id: 'postgres/older-password',
      weight: 'lasting',
      brief: 'its volume has another password',
      explanation: `${service} refuses the password that it was given itself: POSTGRES_PASSWORD counts only while the data volume is empty, and this one was made with another.`,
      remedy: 'Put the former password back, or give the user the new one with ALTER ROLE … PASSWORD.',
    }),
  },
  {
    roles: CONSUMERS,
    sources: ['log'],
    pattern: /Can't reach database server at `([^`:]+)/,
    means: ({ match: [, host = ''] }, scene) =>
      unreachable(scene, host, { store: 'Postgres', variable: 'DATABASE_URL' }),
  },
  {
    roles: CONSUMERS,
    sources: ['log'],
    pattern: /P1013\b|provided database string is invalid/,
    means: {
      id: 'postgres/url',
      weight: 'lasting',
      brief: 'DATABASE_URL is no valid address',
      explanation:
        'Prisma cannot read DATABASE_URL, as a rule because the password holds characters such as @, / or #.',
      remedy: 'Percent-encode the password in DATABASE_URL, or choose one of letters and digits.',
    },
  },
  {
    roles: CONSUMERS,
    sources: ['log'],
    pattern: /P3009\b/,
    means: ({ lines, index }, { redact }) => {
      const name = lines
        .slice(index)
        .map((line) => /^The `(\w+)` migration started at/.exec(line)?.[1])
        .find((found) => found !== undefined);
      return {
        id: 'postgres/migration-failed',
        weight: 'lasting',
        brief: 'a Postgres migration is half done',
        explanation: `${name === undefined ? 'A migration' : `The migration ${redact(name)}`} of Postgres was interrupted, and Prisma applies no other before that is resolved.`,
        remedy:
          'See what it has changed already, then mark it with "prisma migrate resolve", as rolled back or as applied.',
      };
    },
  },
  {
    roles: CONSUMERS,
    sources: ['log'],
    pattern: /P3005\b|database schema is not empty/,
    means: {
      id: 'postgres/foreign-tables',
      weight: 'lasting',
      brief: 'its Postgres database belongs to another',
      explanation: 'The database has tables that Langfuse did not make, and none of its own.',
      remedy: 'Give Langfuse an empty database in DATABASE_URL.',
    },
  },
  {
    roles: CONSUMERS,
    sources: ['log'],
    pattern: /P1003\b|Database `[^`]+` does not exist/,
    means: {
      id: 'postgres/database-missing',
      weight: 'lasting',
      brief: 'its Postgres database does not exist',
      explanation:
        'Postgres has no database of the name in DATABASE_URL. POSTGRES_DB makes one only while the data volume is empty.',
      remedy: 'Create it with CREATE DATABASE, or name the one that is there.',
    },
  },
  {
    roles: CONSUMERS,
    sources: ['log'],
    pattern: /P1002\b|pg_advisory_lock/,
    means: {
      id: 'postgres/migration-locked',
      weight: 'passing',
      brief: 'waits for the lock on Postgres migrations',
      explanation:
        'Another container migrates Postgres, or a connection pooler keeps the lock from being had.',
      remedy: 'Run one web container at first, and let DIRECT_URL lead past a pooler.',
    },
  },
  {
    roles: CONSUMERS,
    sources: ['log'],
    pattern: /Required database environment variables are not set/,
    means: {
      id: 'postgres/not-configured',
      weight: 'lasting',
      brief: 'DATABASE_URL is not set',
      explanation: 'The container received neither DATABASE_URL nor all four parts of it.',
      remedy: 'Pass DATABASE_URL under "environment" of the service, then run Up.',
    },
  },
  {
    roles: ['worker'],
    sources: ['log'],
    pattern: /table `?public\.\w+`? does not exist|table does not exist\. Retrying/,
    means: {
      id: 'postgres/not-migrated',
      weight: 'passing',
      brief: 'waits for the migrations of web',
      explanation: 'Its tables are not in Postgres yet; the web service makes them.',
      remedy: 'It goes on by itself once web has migrated. If web does not come up, its own row says why.',
    },
  },
  {
    roles: ['postgres'],
    sources: ['log'],
    pattern: /database files are incompatible with server/,
    means: {
      id: 'postgres/major',
      weight: 'lasting',
      brief: 'its volume is of another major version',
      explanation: 'The data volume was written by another major version of Postgres.',
      remedy: 'Go back to the former image, dump the data there, and load it into a new volume.',
    },
  },
  {
    roles: ['postgres'],
    sources: ['log'],
    pattern: /superuser password is not specified/,
    means: {
      id: 'postgres/no-password',
      weight: 'lasting',
      brief: 'POSTGRES_PASSWORD is not set',
      explanation: 'Postgres makes no database without a password for its superuser.',
      remedy: 'Set POSTGRES_PASSWORD in .env and pass it to the service, then run Up.',
    },
  },
];

function refusedPassword(scene: Scene): Meaning {
  const base = {
    id: 'postgres/password',
    weight: 'lasting',
    brief: 'Postgres refuses the password',
  } as const;
  const server = scene.containerOf('postgres');
  const url = scene.container.environment.get('DATABASE_URL')?.reveal() ?? '';
  const own = URL.canParse(url) ? new URL(url).password : '';
  const theirs = server?.environment.get('POSTGRES_PASSWORD')?.reveal();
  if (server === undefined || theirs === undefined || own === '') {
    return {
      ...base,
      explanation: `Postgres does not let in the user and the password that ${scene.service} was given.`,
      remedy:
        'Compare DATABASE_URL with what the database has. POSTGRES_PASSWORD counts only while the data volume is empty.',
    };
  }
  if (own === theirs || own === encodeURIComponent(theirs)) {
    return {
      ...base,
      explanation: `${scene.service} and ${server.service} were given the same password, and the database has another: POSTGRES_PASSWORD counts only while the data volume is empty.`,
      remedy: 'Put the former password back, or give the user the new one with ALTER ROLE … PASSWORD.',
    };
  }
  return {
    ...base,
    explanation: `The password in DATABASE_URL of ${scene.service} is not the POSTGRES_PASSWORD of ${server.service}.`,
    remedy: 'Give both the same in .env, then run Up, which recreates what differs.',
  };
}
