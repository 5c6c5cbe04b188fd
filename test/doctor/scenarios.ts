import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { BreakableStack } from '../stack/breaks';

/** One way in which a stack breaks, and what the doctor has to say first. */
export interface Scenario {
  readonly name: string;
  /** Id of the first cause. */
  readonly expected: string;
  /** Hands `later` what has to be taken back. Afterwards the whole stack is brought up as its files say. */
  readonly breakIt: (stack: BreakableStack, later: (repair: Repair) => void) => Promise<void>;
  readonly repair?: (stack: BreakableStack) => Promise<void>;
}

type Repair = () => Promise<void>;

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

function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

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
  {
    name: 'the web image for the worker',
    expected: 'langfuse/worker-image',
    breakIt: async (stack, later) => {
      later(await stack.edit(/langfuse\/langfuse-worker:/, 'langfuse/langfuse:'));
      await stack.repair('langfuse-worker');
    },
  },
  {
    name: 'Langfuse 4 on an old ClickHouse',
    expected: 'clickhouse/version',
    breakIt: async (stack, later) => {
      later(await stack.edit(/(langfuse\/langfuse(?:-worker)?):3\.[\d.]+/g, '$1:4.16.0'));
    },
  },
  {
    name: 'a port that another container has',
    expected: 'engine/port-taken',
    breakIt: async (stack, later) => {
      const port = await freePort();
      later(await stack.holdPort('doctor-holder', port));
      later(await stack.edit("'127.0.0.1::3000'", `'127.0.0.1:${port}:3000'`));
      await stack.tryStart('langfuse-web');
    },
  },
  {
    name: 'a disk nearly full of system logs',
    expected: 'clickhouse/disk-full',
    breakIt: async (stack) => {
      // Compose would go on with the volume of a container that is there.
      await stack.removeWithVolume('clickhouse', 'doctor_clickhouse_data');
      // A small disk instead of the volume, with tables in it, and a log that an older version left behind.
      await stack.recreate({
        clickhouse: {
          // Such a disk is root's.
          user: '0:0',
          volumes: [{ type: 'tmpfs', target: '/var/lib/clickhouse', tmpfs: { size: 300_000_000 } }],
        },
      });
      await stack.untilHealthy('clickhouse');
      await stack.container(['restart', '--time', '2'], 'langfuse-web');
      await stack.untilHealthy('langfuse-web');
      await stack.sql(
        'clickhouse',
        'CREATE TABLE system.trace_log_0 (text String) ENGINE = MergeTree ORDER BY ()',
      );
      await stack.sql(
        'clickhouse',
        'INSERT INTO system.trace_log_0 SELECT randomString(1000000) FROM numbers(280)',
      );
    },
    repair: async (stack) => {
      await stack.up('clickhouse');
      await stack.container(['restart', '--time', '2'], 'langfuse-web');
    },
  },
];
