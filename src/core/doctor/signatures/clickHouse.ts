import type { Role } from '../../langfuse/roles';
import type { Scene } from '../scene';
import type { Meaning, Signature } from '../signature';
import { unreachable } from './unreachable';

const CONSUMERS: readonly Role[] = ['web', 'worker'];
const MIGRATION = { store: 'ClickHouse', variable: 'CLICKHOUSE_MIGRATION_URL' } as const;
const QUERIES = { store: 'ClickHouse', variable: 'CLICKHOUSE_URL' } as const;

/** What Langfuse says about ClickHouse. golang-migrate writes `code: 516`, the server and its client `Code: 516`. */
export const clickHouseSignatures: readonly Signature[] = [
  {
    roles: CONSUMERS,
    sources: ['log'],
    pattern: /Dirty database version (\d+)/,
    means: ({ match: [, version = ''] }, { service }) => ({
      id: 'clickhouse/migration-dirty',
      weight: 'lasting',
      brief: `ClickHouse migration ${version} is half done`,
      explanation: `Migration ${version} of ClickHouse was interrupted, so ${service} refuses to go on.`,
      remedy:
        'On a stack without data, run Reset ClickHouse. Otherwise see what the migration has made already, and enter it in schema_migrations as done or as not begun.',
    }),
  },
  {
    roles: CONSUMERS,
    sources: ['log'],
    pattern: /\bcode: (?:516|193|194)\b|AUTHENTICATION_FAILED/i,
    means: (_, scene) => refusedPassword(scene),
  },
  {
    roles: ['clickhouse'],
    sources: ['healthcheck'],
    pattern: /\bcode: (?:516|193|194)\b|AUTHENTICATION_FAILED/i,
    means: {
      id: 'clickhouse/healthcheck-password',
      weight: 'lasting',
      brief: 'refuses its own healthcheck',
      explanation: 'ClickHouse refuses the user or the password that its healthcheck gives.',
      remedy:
        'Let the healthcheck use CLICKHOUSE_USER and CLICKHOUSE_PASSWORD of the container. A users file that is mounted may contradict them.',
    },
  },
  {
    roles: CONSUMERS,
    sources: ['log'],
    pattern: /unexpected packet \[72\]/,
    means: {
      id: 'clickhouse/http-port',
      weight: 'lasting',
      brief: 'CLICKHOUSE_MIGRATION_URL names an HTTP port',
      explanation:
        'Migrations speak the native protocol of ClickHouse, and what answers at CLICKHOUSE_MIGRATION_URL speaks HTTP.',
      remedy: 'Use the native port, 9000 as a rule: clickhouse://clickhouse:9000. Then run Up.',
    },
  },
  {
    roles: CONSUMERS,
    sources: ['log'],
    pattern: /database driver: unknown driver/,
    means: {
      id: 'clickhouse/migration-scheme',
      weight: 'lasting',
      brief: 'CLICKHOUSE_MIGRATION_URL needs clickhouse://',
      explanation: 'The migrations know no other scheme than clickhouse:// in CLICKHOUSE_MIGRATION_URL.',
      remedy: 'Write it like clickhouse://clickhouse:9000, then run Up. CLICKHOUSE_URL keeps its http://.',
    },
  },
  {
    roles: CONSUMERS,
    sources: ['log'],
    pattern: /code: 139\b|no zookeeper configuration/i,
    means: {
      id: 'clickhouse/keeper',
      weight: 'lasting',
      brief: 'CLICKHOUSE_CLUSTER_ENABLED must be false',
      explanation: 'Langfuse takes ClickHouse for a cluster, and this server has no Keeper.',
      remedy: "Set CLICKHOUSE_CLUSTER_ENABLED to 'false' for web and worker, then run Up.",
    },
  },
  {
    roles: CONSUMERS,
    sources: ['log'],
    pattern: /dial tcp: lookup (\S+) on .*(?:no such host|server misbehaving)/,
    means: ({ match: [, host = ''] }, scene) => unreachable(scene, host, MIGRATION),
  },
  {
    roles: CONSUMERS,
    sources: ['log'],
    pattern: /dial tcp \[?([^\s\]]+?)\]?:\d+: (?:connect: |i\/o timeout)/,
    means: ({ match: [, address = ''] }, scene) =>
      unreachable(scene, hostOf(scene, MIGRATION, address), MIGRATION),
  },
  {
    roles: CONSUMERS,
    sources: ['log'],
    pattern: /ECONNREFUSED (\S+):8123\b/,
    means: ({ match: [, address = ''] }, scene) =>
      unreachable(scene, hostOf(scene, QUERIES, address), QUERIES),
  },
  {
    roles: CONSUMERS,
    sources: ['log'],
    pattern: /(CLICKHOUSE_(?:URL|MIGRATION_URL|USER|PASSWORD)) is not (?:configured|set)/,
    means: ({ match: [, name = ''] }, { service }) => ({
      id: 'clickhouse/not-configured',
      weight: 'lasting',
      brief: `${name} is not set`,
      explanation: `${service} received no ${name}.`,
      remedy: `Set it in .env and pass it under "environment" of the service, then run Up.`,
    }),
  },
  {
    roles: CONSUMERS,
    sources: ['log'],
    pattern: /no migration found for version (\d+)/,
    means: ({ match: [, version = ''] }, { service }) => ({
      id: 'clickhouse/newer-schema',
      weight: 'lasting',
      brief: 'its image is older than its tables',
      explanation: `ClickHouse is at migration ${version}, which the image of ${service} does not know: a newer Langfuse ran here before.`,
      remedy: 'Go back to the newer image.',
    }),
  },
  {
    roles: CONSUMERS,
    sources: ['log'],
    pattern: /\bcode: 497\b|not enough privileges/i,
    means: {
      id: 'clickhouse/privileges',
      weight: 'lasting',
      brief: 'its ClickHouse user may not do enough',
      explanation: 'ClickHouse lets the user of Langfuse in, and refuses what it wants to do.',
      remedy: 'Grant that user all rights on its database.',
    },
  },
  {
    roles: [...CONSUMERS, 'clickhouse'],
    sources: ['log', 'healthcheck'],
    pattern: /\bcode: 241\b|MEMORY_LIMIT_EXCEEDED/i,
    means: {
      id: 'clickhouse/memory',
      weight: 'passing',
      brief: 'ClickHouse ran out of memory',
      explanation: 'ClickHouse gave up a query because it would have needed more memory than it may use.',
      remedy: 'Give ClickHouse more memory, or ask for less at a time.',
    },
  },
  {
    roles: CONSUMERS,
    sources: ['log'],
    pattern: /migration failed in line/,
    means: (_, { service }) => ({
      id: 'clickhouse/migration-failed',
      weight: 'lasting',
      brief: 'a ClickHouse migration failed',
      explanation: `${service} stopped in the middle of a migration of ClickHouse.`,
      remedy: 'The log line says at which statement. Until that is repaired, every start ends there.',
    }),
  },
  {
    roles: ['web'],
    sources: ['log'],
    pattern: /^1\/u \w/,
    holdsWhileRunning: true,
    means: ({ lines, index }, { service }) =>
      lines.slice(0, index).some((line) => line.startsWith('No pending migrations to apply'))
        ? {
            id: 'clickhouse/was-empty',
            weight: 'note',
            brief: 'found ClickHouse empty',
            explanation: `At this start ${service} found ClickHouse without tables and made them anew, while Postgres already had its own. Users and projects are as before; what was traced before is not in this ClickHouse.`,
            remedy:
              'After a Reset ClickHouse that is as it should be. Otherwise see which volume ClickHouse has now: the former one may still exist.',
          }
        : undefined,
  },
];

function refusedPassword(scene: Scene): Meaning {
  const server = scene.containerOf('clickhouse');
  const base = {
    id: 'clickhouse/password',
    weight: 'lasting',
    brief: 'ClickHouse refuses the password',
  } as const;
  const isSame = [scene.agree('CLICKHOUSE_USER', server), scene.agree('CLICKHOUSE_PASSWORD', server)];
  if (server !== undefined && isSame.includes(false)) {
    const what = isSame[0] === false ? 'CLICKHOUSE_USER' : 'CLICKHOUSE_PASSWORD';
    return {
      ...base,
      explanation: `${scene.service} and ${server.service} were created with different values of ${what}.`,
      remedy: 'Give both the same in .env, then run Up, which recreates what differs.',
    };
  }
  if (server !== undefined && isSame.every((same) => same === true)) {
    return {
      ...base,
      explanation: `${scene.service} and ${server.service} were given the same user and password, and ClickHouse refuses them all the same.`,
      remedy: `Something else decides who may log in: a users file mounted into ${server.service}, or a user made by SQL, which lives in the volume.`,
    };
  }
  return {
    ...base,
    explanation: `ClickHouse does not let in the user and the password that ${scene.service} was given.`,
    remedy: 'Compare CLICKHOUSE_USER and CLICKHOUSE_PASSWORD with those of the server, then run Up.',
  };
}

/** The name behind an address: what was dialled is what the variable says. */
function hostOf({ container }: Scene, { variable }: { readonly variable: string }, address: string): string {
  const text = container.environment.get(variable)?.reveal() ?? '';
  return (URL.canParse(text) && new URL(text).hostname) || address;
}
