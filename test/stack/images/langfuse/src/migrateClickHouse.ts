// `migrate up`: applies what is missing and keeps `schema_migrations` as the migration tool does: an append-only
// history in which a version is dirty until it is done. The login goes over the native port, the SQL over HTTP.
// STANDIN_MIGRATION_DELAY_MS slows every migration down; STANDIN_MIGRATION_FAIL_AT=N loses the connection in the Nth.
import { ClickHouseError } from '@clickhouse/client';
import type { ClickHouseClient } from '@clickhouse/client';
import { setTimeout as delay } from 'node:timers/promises';
import type { Migration } from '../../../../clickhouse/langfuseSchema';
import { LANGFUSE_MIGRATIONS, SCHEMA_MIGRATIONS } from '../../../../clickhouse/langfuseSchema';
import { clickHouseDatabase, connectClickHouse } from './clickhouse';
import type { Environment } from './environment';
import { readEnvironment } from './environment';
import { describe } from './log';
import { sayHello } from './nativeHello';

const HTTP_PORT = 8123;

/** What to add to the monotonic clock to get nanoseconds since 1970. */
const CLOCK_OFFSET = BigInt(Date.now()) * 1_000_000n - process.hrtime.bigint();

async function migrate(environment: Environment): Promise<void> {
  const text = environment['CLICKHOUSE_MIGRATION_URL'] ?? '';
  if (!URL.canParse(text))
    throw new Error(`failed to open database: parse "${text}": invalid URI for request`);
  const url = new URL(text);
  if (url.protocol !== 'clickhouse:')
    throw new Error(
      `failed to open database: database driver: unknown driver ${url.protocol.slice(0, -1)} (forgotten import?)`,
    );
  if (environment['CLICKHOUSE_CLUSTER_ENABLED'] !== 'false') throw new Error(NO_KEEPER);
  const database = clickHouseDatabase(environment);
  await sayHello({
    host: url.hostname,
    port: Number(url.port || 9000),
    database,
    user: environment['CLICKHOUSE_USER'] ?? '',
    password: environment['CLICKHOUSE_PASSWORD'] ?? '',
  }).catch((error: unknown) => {
    throw new Error(
      `failed to open database: ${describe(error)} in line 0: SHOW TABLES FROM "${database}" LIKE 'schema_migrations'`,
    );
  });
  const client = connectClickHouse(environment, `http://${url.hostname}:${HTTP_PORT}`);
  try {
    await applyMissing(client, environment);
  } finally {
    await client.close();
  }
}

async function applyMissing(client: ClickHouseClient, environment: Environment): Promise<void> {
  await client.command({ query: SCHEMA_MIGRATIONS });
  const { version, isDirty } = await currentVersion(client);
  if (isDirty) throw new Error(`Dirty database version ${version}. Fix and force version.`);
  if (version > LANGFUSE_MIGRATIONS.length) throw new Error(`no migration found for version ${version}`);
  const missing = LANGFUSE_MIGRATIONS.slice(version);
  if (missing.length === 0) console.log('no change');
  for (const [index, migration] of missing.entries()) {
    const number = version + index + 1;
    const startedAt = performance.now();
    await record(client, number, 1);
    await apply(client, migration, number, environment);
    await record(client, number, 0);
    console.log(`${number}/u ${migration.name} (${(performance.now() - startedAt).toFixed(6)}ms)`);
  }
}

async function currentVersion(client: ClickHouseClient): Promise<{ version: number; isDirty: boolean }> {
  const result = await client.query({
    query: 'SELECT toInt32(version) AS version, dirty FROM schema_migrations ORDER BY sequence DESC LIMIT 1',
    format: 'JSONEachRow',
  });
  const [row] = await result.json<{ version: number; dirty: number }>();
  return { version: row?.version ?? 0, isDirty: row?.dirty === 1 };
}

async function record(client: ClickHouseClient, version: number, dirty: 0 | 1): Promise<void> {
  const sequence = CLOCK_OFFSET + process.hrtime.bigint();
  await client.command({ query: `INSERT INTO schema_migrations VALUES (${version}, ${dirty}, ${sequence})` });
}

async function apply(
  client: ClickHouseClient,
  { statements }: Migration,
  number: number,
  environment: Environment,
): Promise<void> {
  await delay(Number(environment['STANDIN_MIGRATION_DELAY_MS'] ?? 0));
  for (const query of statements) {
    try {
      if (Number(environment['STANDIN_MIGRATION_FAIL_AT']) === number)
        throw new Error('driver: bad connection');
      await client.command({ query });
    } catch (error) {
      const details =
        error instanceof ClickHouseError
          ? `code: ${error.code}, message: ${error.message}`
          : 'driver: bad connection';
      throw new Error(`migration failed in line 0: ${query} (details: ${details})`, { cause: error });
    }
  }
}

const NO_KEEPER =
  'failed to open database: code: 139, message: There is no Zookeeper configuration in server config in line 0: CREATE TABLE schema_migrations ON CLUSTER default';

migrate(readEnvironment()).catch((error: unknown) => {
  const text =
    error instanceof ClickHouseError ? `code: ${error.code}, message: ${error.message}` : describe(error);
  console.log(`error: ${text}`);
  process.exitCode = 1;
});
