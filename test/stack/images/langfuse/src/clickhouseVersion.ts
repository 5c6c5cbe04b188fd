import type { ClickHouseClient } from '@clickhouse/client';
import type { Log } from './log';

/** The first query of both containers. A failure is only a warning: the first sign of a wrong CLICKHOUSE_URL. */
export async function resolveClickHouseVersion(clickhouse: ClickHouseClient, log: Log): Promise<void> {
  try {
    const result = await clickhouse.query({ query: 'SELECT version() AS version', format: 'JSONEachRow' });
    const [row] = await result.json<{ version: string }>();
    log('info', 'Resolved ClickHouse compatibility from version', row?.version);
  } catch (error) {
    log(
      'warn',
      'Failed to detect ClickHouse version; continuing without automatic compatibility settings',
      error,
    );
  }
}
