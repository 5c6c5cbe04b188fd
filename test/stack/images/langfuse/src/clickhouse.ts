import type { ClickHouseClient } from '@clickhouse/client';
import { ClickHouseLogLevel, createClient } from '@clickhouse/client';
import type { Environment } from './environment';

export const clickHouseDatabase = (environment: Environment): string =>
  environment['CLICKHOUSE_DB'] ?? 'default';

/** A client for the user that the environment names. Making it opens no connection. */
export function connectClickHouse(
  environment: Environment,
  url = environment['CLICKHOUSE_URL'],
): ClickHouseClient {
  return createClient({
    ...(url !== undefined && { url }),
    username: environment['CLICKHOUSE_USER'] ?? 'default',
    password: environment['CLICKHOUSE_PASSWORD'] ?? '',
    database: clickHouseDatabase(environment),
    request_timeout: 30_000,
    // Its own log would show what Langfuse's does not.
    log: { level: ClickHouseLogLevel.OFF },
  });
}
