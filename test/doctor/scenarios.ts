import type { BreakableStack } from '../stack/breaks';

/** One way in which a stack breaks, and what the doctor has to say first. */
export interface Scenario {
  readonly name: string;
  /** Id of the first cause. */
  readonly expected: string;
  readonly breakIt: (stack: BreakableStack) => Promise<void>;
  /** Afterwards the whole stack is brought up as its files say. */
  readonly repair?: (stack: BreakableStack) => Promise<void>;
}

const WRONG = '0123456789abcdef';

function recreated(
  name: string,
  expected: string,
  changes: Parameters<BreakableStack['recreate']>[0],
): Scenario {
  return { name, expected, breakIt: (stack) => stack.recreate(changes) };
}

const withWeb = (environment: Readonly<Record<string, string>>) => ({ 'langfuse-web': { environment } });
const withBoth = (environment: Readonly<Record<string, string>>) => ({
  'langfuse-web': { environment },
  'langfuse-worker': { environment },
});

export const scenarios: readonly Scenario[] = [
  recreated('ClickHouse password drift after a partial recreate', 'clickhouse/password', {
    clickhouse: { environment: { CLICKHOUSE_PASSWORD: WRONG } },
  }),
  recreated(
    'web with another ClickHouse password',
    'clickhouse/password',
    withWeb({ CLICKHOUSE_PASSWORD: WRONG }),
  ),
  recreated(
    'localhost instead of the service',
    'clickhouse/localhost',
    withWeb({
      CLICKHOUSE_URL: 'http://localhost:8123',
      CLICKHOUSE_MIGRATION_URL: 'clickhouse://localhost:9000',
    }),
  ),
  recreated(
    'the HTTP port in the migration URL',
    'clickhouse/http-port',
    withWeb({ CLICKHOUSE_MIGRATION_URL: 'clickhouse://clickhouse:8123' }),
  ),
  recreated(
    'the HTTP scheme in the migration URL',
    'clickhouse/migration-scheme',
    withWeb({ CLICKHOUSE_MIGRATION_URL: 'http://clickhouse:9000' }),
  ),
  recreated('no SALT', 'langfuse/environment', withWeb({ SALT: '' })),
  recreated('an ENCRYPTION_KEY that is too short', 'langfuse/environment', {
    'langfuse-worker': { environment: { ENCRYPTION_KEY: 'abc' } },
  }),
  recreated('no bucket', 'langfuse/environment', withBoth({ LANGFUSE_S3_EVENT_UPLOAD_BUCKET: '' })),
  recreated(
    'a bucket that nobody made',
    's3/bucket',
    withBoth({ LANGFUSE_S3_EVENT_UPLOAD_BUCKET: 'nobody-made-it' }),
  ),
  recreated(
    'S3 keys that differ',
    's3/credentials',
    withBoth({ LANGFUSE_S3_EVENT_UPLOAD_SECRET_ACCESS_KEY: WRONG }),
  ),
  recreated('a worker with another Redis password', 'redis/password', {
    'langfuse-worker': { environment: { REDIS_AUTH: WRONG } },
  }),
  {
    name: 'the password changed on an old Postgres volume',
    expected: 'postgres/older-password',
    breakIt: async (stack) => {
      // Each alone: compose would wait for Postgres before it starts web.
      await stack.recreate({ postgres: { environment: { POSTGRES_PASSWORD: WRONG } } });
      const url = `postgresql://langfuse:${WRONG}@postgres:5432/langfuse`;
      await stack.recreate(withWeb({ DATABASE_URL: url }));
    },
  },
  recreated('ClickHouse not in UTC', 'langfuse/timezone', {
    clickhouse: { environment: { TZ: 'Asia/Tokyo' } },
  }),
  {
    name: 'Redis that evicts',
    expected: 'redis/eviction',
    breakIt: (stack) => stack.exec('redis', 'redis-cli', 'config', 'set', 'maxmemory-policy', 'allkeys-lru'),
    repair: (stack) => stack.exec('redis', 'redis-cli', 'config', 'set', 'maxmemory-policy', 'noeviction'),
  },
  {
    name: 'the worker is paused',
    expected: 'engine/paused',
    breakIt: (stack) => stack.container(['pause'], 'langfuse-worker'),
    repair: (stack) => stack.container(['unpause'], 'langfuse-worker'),
  },
  {
    name: 'ClickHouse was killed',
    expected: 'engine/killed',
    breakIt: (stack) => stack.container(['kill'], 'clickhouse'),
  },
  {
    name: 'Redis is stopped',
    expected: 'containers/redis',
    breakIt: (stack) => stack.stop('redis'),
  },
  {
    name: 'out of memory',
    expected: 'engine/out-of-memory',
    breakIt: async (stack) => {
      await stack.container(['update', '--memory', '128m', '--memory-swap', '128m'], 'minio');
      await stack.exec('minio', 'tail', '/dev/zero');
    },
    repair: async (stack) => {
      await stack.container(['update', '--memory', '2g', '--memory-swap', '2g'], 'minio');
      await stack.container(['restart', '--time', '2'], 'minio');
    },
  },
  {
    name: 'a Prisma migration that failed',
    expected: 'postgres/migration-failed',
    breakIt: async (stack) => {
      await stack.sql(
        'postgres',
        "INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at) VALUES ('x', 'x', '20990101000000_broken', now())",
      );
      await stack.container(['restart', '--time', '2'], 'langfuse-web');
    },
    repair: (stack) => stack.sql('postgres', "DELETE FROM _prisma_migrations WHERE id = 'x'"),
  },
  {
    name: 'a ClickHouse migration that is half done',
    expected: 'clickhouse/migration-dirty',
    breakIt: async (stack) => {
      await stack.sql('clickhouse', 'INSERT INTO schema_migrations VALUES (38, 1, 9000000000000000000)');
      await stack.container(['restart', '--time', '2'], 'langfuse-web');
    },
    repair: (stack) =>
      stack.sql('clickhouse', 'INSERT INTO schema_migrations VALUES (37, 0, 9000000000000000001)'),
  },
];
