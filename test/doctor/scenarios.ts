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

const withBoth = (environment: Readonly<Record<string, string>>) => ({
  'langfuse-web': { environment },
  'langfuse-worker': { environment },
});

export const scenarios: readonly Scenario[] = [
  recreated('ClickHouse password drift after a partial recreate', 'clickhouse/password', {
    clickhouse: { environment: { CLICKHOUSE_PASSWORD: WRONG } },
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
    breakIt: async (stack, later) => {
      // What was broken before may have made it start again.
      await stack.untilHealthy('langfuse-worker');
      await stack.container(['pause'], 'langfuse-worker');
      later(async () => {
        await stack.container(['unpause'], 'langfuse-worker');
        // Its healthchecks failed meanwhile, which compose would not wait out.
        await stack.untilHealthy('langfuse-worker');
      });
    },
  },
  {
    name: 'Redis is stopped',
    expected: 'containers/redis',
    breakIt: (stack) => stack.stop('redis'),
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
          volumes: [{ type: 'tmpfs', target: '/var/lib/clickhouse', tmpfs: { size: 120_000_000 } }],
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
        'INSERT INTO system.trace_log_0 SELECT randomString(1000000) FROM numbers(110)',
      );
    },
    repair: async (stack) => {
      await stack.up('clickhouse');
      await stack.container(['restart', '--time', '2'], 'langfuse-web');
    },
  },
];
