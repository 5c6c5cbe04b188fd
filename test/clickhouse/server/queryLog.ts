import { hostname } from 'node:os';
import type { Engine } from './engine';

/** One line of `system.query_log`, with the columns that operators read. */
export interface QueryLogRow {
  readonly type: 'QueryStart' | 'QueryFinish' | 'ExceptionBeforeStart' | 'ExceptionWhileProcessing';
  readonly startMs: number;
  readonly endMs: number;
  readonly readRows?: number;
  readonly readBytes?: number;
  readonly resultRows?: number;
  readonly resultBytes?: number;
  readonly database: string;
  readonly query: string;
  readonly verb: string;
  readonly exceptionCode?: number;
  readonly exception?: string;
  readonly user: string;
  readonly queryId: string;
  readonly userAgent: string;
  readonly comment: string;
}

const FLUSH_MS = 7500;
const METRICS_MS = 5000;

/**
 * `system.query_log` and `system.asynchronous_metrics`, which a server has and the engine as a library has not.
 * They start empty with the server.
 */
export class SystemTables {
  readonly #engine: Engine;
  readonly #timers: NodeJS.Timeout[];
  #pending: QueryLogRow[] = [];

  private constructor(engine: Engine) {
    this.#engine = engine;
    this.#timers = [
      setInterval(() => void this.flush(), FLUSH_MS),
      setInterval(() => void this.#refreshMetrics(), METRICS_MS),
    ];
  }

  static async create(engine: Engine): Promise<SystemTables> {
    await engine.execute(QUERY_LOG);
    await engine.execute(METRICS);
    const tables = new SystemTables(engine);
    await tables.#refreshMetrics();
    return tables;
  }

  add(row: QueryLogRow): void {
    this.#pending.push(row);
  }

  /** Writes what has been collected; SYSTEM FLUSH LOGS does it too. */
  async flush(): Promise<void> {
    const rows = this.#pending;
    this.#pending = [];
    if (rows.length === 0) return;
    const lines = rows.map((row) => JSON.stringify(toRecord(row)));
    await this.#engine.execute(`INSERT INTO system.query_log FORMAT JSONEachRow\n${lines.join('\n')}\n`);
  }

  stop(): void {
    for (const timer of this.#timers) clearInterval(timer);
  }

  async #refreshMetrics(): Promise<void> {
    const { rss } = process.memoryUsage();
    const rows = [
      ['Uptime', process.uptime()],
      ['MemoryResident', rss],
      ['jemalloc.resident', rss],
    ].map(([name, value]) => `('${name}', ${value}, '')`);
    await this.#engine.execute('TRUNCATE TABLE system.asynchronous_metrics');
    await this.#engine.execute(`INSERT INTO system.asynchronous_metrics VALUES ${rows.join(', ')}`);
  }
}

function toRecord(row: QueryLogRow): object {
  const { verb } = row;
  return {
    hostname: hostname(),
    type: row.type,
    event_date: timestamp(row.endMs).slice(0, 10),
    event_time: timestamp(row.endMs).slice(0, 19),
    event_time_microseconds: timestamp(row.endMs),
    query_start_time: timestamp(row.startMs).slice(0, 19),
    query_start_time_microseconds: timestamp(row.startMs),
    query_duration_ms: row.endMs - row.startMs,
    read_rows: row.readRows ?? 0,
    read_bytes: row.readBytes ?? 0,
    result_rows: row.resultRows ?? 0,
    result_bytes: row.resultBytes ?? 0,
    current_database: row.database,
    query: row.query,
    query_kind: verb.slice(0, 1) + verb.slice(1).toLowerCase(),
    exception_code: row.exceptionCode ?? 0,
    exception: row.exception ?? '',
    is_initial_query: 1,
    user: row.user,
    initial_user: row.user,
    query_id: row.queryId,
    initial_query_id: row.queryId,
    interface: 2,
    http_user_agent: row.userAgent,
    log_comment: row.comment,
  };
}

function timestamp(ms: number): string {
  return new Date(ms).toISOString().replace('T', ' ').replace('Z', '');
}

const QUERY_LOG = `CREATE TABLE system.query_log (
  hostname LowCardinality(String),
  type Enum8('QueryStart' = 1, 'QueryFinish' = 2, 'ExceptionBeforeStart' = 3, 'ExceptionWhileProcessing' = 4),
  event_date Date, event_time DateTime, event_time_microseconds DateTime64(6),
  query_start_time DateTime, query_start_time_microseconds DateTime64(6), query_duration_ms UInt64,
  read_rows UInt64, read_bytes UInt64, written_rows UInt64, written_bytes UInt64,
  result_rows UInt64, result_bytes UInt64, memory_usage UInt64,
  current_database LowCardinality(String), query String, formatted_query String,
  normalized_query_hash UInt64, query_kind LowCardinality(String),
  databases Array(LowCardinality(String)), tables Array(LowCardinality(String)),
  columns Array(LowCardinality(String)), exception_code Int32, exception String, stack_trace String,
  is_initial_query UInt8, user LowCardinality(String), query_id String, address IPv6, port UInt16,
  initial_user LowCardinality(String), initial_query_id String, interface UInt8, http_method UInt8,
  http_user_agent String, log_comment String, ProfileEvents Map(LowCardinality(String), UInt64),
  Settings Map(LowCardinality(String), LowCardinality(String))
) ENGINE = MergeTree PARTITION BY toYYYYMM(event_date) ORDER BY (event_date, event_time)`;

const METRICS = `CREATE TABLE system.asynchronous_metrics (
  metric String, value Float64, description String
) ENGINE = Memory`;
