import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { ClickHouseClient } from '@clickhouse/client';
import type { ClickHouseConnection } from '../core/clickhouse/connection';
import { isAuthenticationError, parseServerError } from '../core/clickhouse/errors';
import type { ServerError } from '../core/clickhouse/errors';
import type { QueryOutcome, QueryProgress, ServerAfterCancel } from '../core/clickhouse/queryOutcome';
import { ResultTable } from '../core/clickhouse/resultTable';
import type { ResultLimits } from '../core/clickhouse/resultTable';
import { forbidsSettings, querySettings, refusedSetting } from '../core/clickhouse/settings';
import type { QueryBounds } from '../core/clickhouse/settings';
import { StreamReader } from '../core/clickhouse/streamReader';
import { UserError } from '../core/userError';
import { unreachable, wrongAnswer } from './clickhouseFailures';

const FORMAT = 'JSONCompactEachRowWithNamesAndTypes';
const PROGRESS_INTERVAL_MS = 500;
const STOP_DEADLINE_MS = 5000;
const STOP_INTERVAL_MS = 150;
/** The client gives up when the socket is silent this much longer than the server may take. */
const SILENCE_BEYOND_LIMIT_MS = 15_000;
const MAX_TEXT_BYTES = 1024 * 1024;

export interface QueryRequest extends QueryBounds {
  readonly sql: string;
  readonly maxBytes: number;
}

/** Called while a statement runs. `table` grows; take a snapshot. */
export interface QueryObserver {
  readonly onRows?: (table: ResultTable) => void;
  readonly onProgress?: (progress: QueryProgress) => void;
}

export interface ClickHouseOptions {
  /** How long a cancelled statement is watched until it is said to be still running. */
  readonly stopDeadlineMs?: number;
}

/** One connection to a ClickHouse server over HTTP. The client is loaded on first use; close it when done. */
export class ClickHouse {
  private client: Promise<ClickHouseClient> | undefined;
  private areSettingsForbidden = false;
  private readonly refusedSettings = new Set<string>();

  constructor(
    readonly connection: ClickHouseConnection,
    /** The longest a statement may take; the client waits for silence a little longer. */
    readonly maxSeconds: number,
    private readonly options: ClickHouseOptions = {},
  ) {}

  /** False once the server has refused settings: then it also enforces no time limit of ours. */
  get acceptsSettings(): boolean {
    return !this.areSettingsForbidden;
  }

  async close(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    await (await client)?.close();
  }

  /**
   * Runs one statement. What the server says about it is an outcome; a UserError is thrown when the server cannot be
   * reached, does not let us in, or is no ClickHouse.
   */
  async run(request: QueryRequest, observer: QueryObserver, signal: AbortSignal): Promise<QueryOutcome> {
    for (;;) {
      // The client itself would send the statement of an aborted signal.
      if (signal.aborted)
        return { kind: 'cancelled', server: 'stopped', table: new ResultTable(limitsOf(request)) };
      const settings = this.settingsFor(request);
      const outcome = await this.attempt(request, settings, observer, signal);
      if (outcome.kind !== 'failed' || outcome.table.hasColumns || !this.learnFrom(outcome.error, settings))
        return outcome;
    }
  }

  /** Whether the failure taught us to send fewer settings. Such failures come before anything runs. */
  private learnFrom(error: ServerError, sent: Readonly<Record<string, string>>): boolean {
    if (Object.keys(sent).length === 0) return false;
    if (forbidsSettings(error)) {
      this.areSettingsForbidden = true;
      return true;
    }
    const refused = refusedSetting(error, sent);
    if (refused === undefined) return false;
    this.refusedSettings.add(refused);
    return true;
  }

  private settingsFor(bounds: QueryBounds): Record<string, string> {
    if (this.areSettingsForbidden) return {};
    return Object.fromEntries(
      Object.entries(querySettings(bounds)).filter(([name]) => !this.refusedSettings.has(name)),
    );
  }

  private async attempt(
    request: QueryRequest,
    settings: Readonly<Record<string, string>>,
    observer: QueryObserver,
    signal: AbortSignal,
  ): Promise<QueryOutcome> {
    const table = new ResultTable(limitsOf(request));
    // A fresh id for every attempt: the server refuses one that is still in use.
    const queryId = randomUUID();
    const over = new AbortController();
    const progress = this.watchProgress(queryId, observer, over.signal);
    try {
      return await this.exchange(request.sql, { queryId, settings, table, observer, signal });
    } catch (error) {
      if (signal.aborted) return { kind: 'cancelled', server: await this.stop(queryId), table };
      if (error instanceof UserError) throw error;
      if (table.hasColumns) return { kind: 'broken-off', table };
      throw unreachable(error, this.connection.url) ?? error;
    } finally {
      over.abort();
      await progress;
    }
  }

  private async exchange(sql: string, context: Exchange): Promise<QueryOutcome> {
    const { queryId, settings, table, observer, signal } = context;
    const client = await this.open();
    const { stream, response_headers, http_status_code } = await client.exec({
      query: sql,
      query_id: queryId,
      clickhouse_settings: { ...settings, default_format: FORMAT },
      // The client cuts messages; the body has them whole.
      ignore_error_response: true,
      abort_signal: signal,
    });
    // The client forgets the signal once headers are there.
    const abort = (): void => void stream.destroy(new Error('cancelled'));
    signal.addEventListener('abort', abort, { once: true });
    try {
      if (signal.aborted) throw new Error('cancelled');
      const format = response_headers['x-clickhouse-format'];
      if ((http_status_code ?? 200) >= 400) return await this.refusal(stream, table);
      if (
        response_headers['x-clickhouse-query-id'] === undefined &&
        response_headers['x-clickhouse-summary'] === undefined
      )
        throw wrongAnswer(await readText(stream), this.connection.url);
      if (format !== undefined && format !== FORMAT) return await textOutcome(stream);
      const end = await readRows(stream, table, observer);
      if (end === 'stopped') {
        // The server may not notice for long that nobody reads any more.
        if (!this.acceptsSettings) await this.kill(queryId).catch(() => undefined);
        return { kind: 'rows', table };
      }
      if (end.kind === 'failed') return { kind: 'failed', error: end.error, table };
      if (end.kind === 'broken-off') return { kind: 'broken-off', table };
      return table.hasColumns ? { kind: 'rows', table } : { kind: 'nothing' };
    } finally {
      signal.removeEventListener('abort', abort);
      stream.destroy();
    }
  }

  private async refusal(stream: Readable, table: ResultTable): Promise<QueryOutcome> {
    const { text } = await readText(stream);
    const error = parseServerError(text);
    if (error === undefined) throw wrongAnswer({ text }, this.connection.url);
    if (isAuthenticationError(error))
      throw new UserError(
        `ClickHouse refused the user "${this.connection.user}" or its password. Compare CLICKHOUSE_USER and CLICKHOUSE_PASSWORD of the Langfuse and ClickHouse services, then run Up to recreate them.`,
      );
    return { kind: 'failed', error, table };
  }

  /** Progress does not travel with the answer in a way Node can see, so a second request asks for it. */
  private async watchProgress(queryId: string, observer: QueryObserver, over: AbortSignal): Promise<void> {
    const { onProgress } = observer;
    if (onProgress === undefined) return;
    try {
      for (;;) {
        await delay(PROGRESS_INTERVAL_MS, undefined, { signal: over });
        const progress = await this.look(queryId, over);
        if (progress !== undefined && !over.aborted) onProgress(progress);
      }
    } catch {
      // The statement is over, or its user may not see system.processes: progress is a courtesy, never a failure.
    }
  }

  /** Undefined when the server does not run the statement (any more). */
  private async look(queryId: string, signal: AbortSignal): Promise<QueryProgress | undefined> {
    const client = await this.open();
    const answer = await client.query({
      query:
        'SELECT toString(read_rows), toString(total_rows_approx), formatReadableSize(memory_usage) FROM system.processes WHERE query_id = {id:String}',
      query_params: { id: queryId },
      format: 'JSONCompactEachRow',
      abort_signal: signal,
    });
    const rows = await answer.json<[string, string, string]>();
    const [row] = rows;
    return row && { readRows: row[0], totalRows: row[1], memory: row[2] };
  }

  private async kill(queryId: string, signal?: AbortSignal): Promise<void> {
    const client = await this.open();
    await client.command({
      query: 'KILL QUERY WHERE query_id = {id:String} ASYNC',
      query_params: { id: queryId },
      ...(signal && { abort_signal: signal }),
    });
  }

  /** Closing the connection does not stop a statement that has no rows yet: ask, then look whether it is gone. */
  private async stop(queryId: string): Promise<ServerAfterCancel> {
    const deadline = AbortSignal.timeout(this.options.stopDeadlineMs ?? STOP_DEADLINE_MS);
    // A statement that the server was just about to begin is absent at the first look and there at the second.
    let absences = 0;
    let state: ServerAfterCancel = 'unknown';
    try {
      while (!deadline.aborted) {
        // A readonly=1 user may not kill; looking still tells.
        await this.kill(queryId, deadline).catch(() => undefined);
        const isRunning = (await this.look(queryId, deadline)) !== undefined;
        state = 'still-running';
        absences = isRunning ? 0 : absences + 1;
        if (absences === 2) return 'stopped';
        await delay(STOP_INTERVAL_MS, undefined, { signal: deadline });
      }
    } catch {
      // The server does not answer, or its user may not see system.processes.
    }
    return state;
  }

  private open(): Promise<ClickHouseClient> {
    this.client ??= this.connect();
    return this.client;
  }

  private async connect(): Promise<ClickHouseClient> {
    const { createClient, ClickHouseLogLevel } = await import('@clickhouse/client');
    const { url, user, password, database } = this.connection;
    return createClient({
      url,
      username: user,
      password: password.reveal(),
      database,
      application: 'langfuse-stack',
      request_timeout: this.maxSeconds * 1000 + SILENCE_BEYOND_LIMIT_MS,
      // Its log lines hold whole statements.
      log: { level: ClickHouseLogLevel.OFF },
    });
  }
}

interface Exchange {
  readonly queryId: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly table: ResultTable;
  readonly observer: QueryObserver;
  readonly signal: AbortSignal;
}

function limitsOf({ maxRows, maxBytes }: QueryRequest): ResultLimits {
  return { rows: maxRows, bytes: maxBytes };
}

async function readRows(
  stream: Readable,
  table: ResultTable,
  { onRows }: QueryObserver,
): Promise<'stopped' | ReturnType<StreamReader['end']>> {
  const reader = new StreamReader(table);
  try {
    for await (const chunk of stream) {
      const isWanted = reader.push(toBytes(chunk));
      onRows?.(table);
      if (!isWanted) return 'stopped';
      if (reader.pendingBytes > table.limits.bytes) {
        table.cutByBytes();
        return 'stopped';
      }
    }
  } catch (error) {
    // Servers since 25.11 cut the connection after they have said why.
    const end = reader.end();
    if (end.kind === 'failed') return end;
    throw error;
  }
  return reader.end();
}

async function textOutcome(stream: Readable): Promise<QueryOutcome> {
  return { kind: 'text', ...(await readText(stream)) };
}

async function readText(stream: Readable): Promise<{ text: string; isCut: boolean }> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const bytes = toBytes(chunk);
    chunks.push(bytes);
    size += bytes.length;
    if (size > MAX_TEXT_BYTES) break;
  }
  const text = Buffer.concat(chunks).subarray(0, MAX_TEXT_BYTES).toString();
  return { text, isCut: size > MAX_TEXT_BYTES };
}

function toBytes(chunk: unknown): Uint8Array {
  if (chunk instanceof Uint8Array) return chunk;
  throw new TypeError('The client promised bytes.');
}
