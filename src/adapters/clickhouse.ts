import { randomUUID } from 'node:crypto';
import type { Agent } from 'node:http';
import type { Readable } from 'node:stream';
import type { ClickHouseClient } from '@clickhouse/client';
import type { ClickHouseConnection } from '../core/clickhouse/connection';
import { isAuthenticationError, parseServerError } from '../core/clickhouse/errors';
import type { ServerError } from '../core/clickhouse/errors';
import type { QueryOutcome, QueryProgress } from '../core/clickhouse/queryOutcome';
import { ResultTable } from '../core/clickhouse/resultTable';
import type { ResultLimits } from '../core/clickhouse/resultTable';
import { mayForbidSettings, querySettings, refusedSetting } from '../core/clickhouse/settings';
import type { QueryBounds } from '../core/clickhouse/settings';
import { UserError } from '../core/userError';
import { readRows, readText } from './clickhouseAnswer';
import { unreachable, wrongAnswer } from './clickhouseFailures';
import { ClickHouseProcesses } from './clickhouseProcesses';
import { CARRIED_HOST } from './tunnelAgent';

const FORMAT = 'JSONCompactEachRowWithNamesAndTypes';
const STOP_DEADLINE_MS = 5000;
/** The client gives up when the socket is silent this much longer than the server may take. */
const SILENCE_BEYOND_LIMIT_MS = 15_000;

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
  /** Makes what the requests travel by; it is destroyed when the connection is closed. By default they go straight. */
  readonly makeAgent?: () => Agent;
}

/** One connection to a ClickHouse server over HTTP. The client is loaded on first use; close it when done. */
export class ClickHouse {
  private readonly processes: ClickHouseProcesses;
  private client: Promise<ClickHouseClient> | undefined;
  private areSettingsForbidden = false;
  private readonly refusedSettings = new Set<string>();
  private readonly makeAgent: (() => Agent) | undefined;

  constructor(
    readonly connection: ClickHouseConnection,
    /** The longest a statement may take; the client waits for silence a little longer. */
    readonly maxSeconds: number,
    { stopDeadlineMs = STOP_DEADLINE_MS, makeAgent }: ClickHouseOptions = {},
  ) {
    this.makeAgent = makeAgent;
    this.processes = new ClickHouseProcesses(() => this.open(), stopDeadlineMs);
  }

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
      if (
        outcome.kind !== 'failed' ||
        outcome.table.hasColumns ||
        !(await this.learnFrom(outcome.error, settings))
      )
        return outcome;
    }
  }

  /** Whether the failure taught us to send fewer settings. Such failures come before anything runs. */
  private async learnFrom(error: ServerError, sent: Readonly<Record<string, string>>): Promise<boolean> {
    if (Object.keys(sent).length === 0) return false;
    if (mayForbidSettings(error)) {
      // Without our settings a statement is read-only only if the user is.
      this.areSettingsForbidden = await this.isReadOnlyUser();
      return this.areSettingsForbidden;
    }
    const refused = refusedSetting(error, sent);
    if (refused === undefined) return false;
    this.refusedSettings.add(refused);
    return true;
  }

  private async isReadOnlyUser(): Promise<boolean> {
    const client = await this.open();
    const answer = await client.query({
      query: "SELECT value FROM system.settings WHERE name = 'readonly'",
      format: 'JSONCompactEachRow',
    });
    const [row] = await answer.json<[string]>();
    return row?.[0] === '1';
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
    const progress = observer.onProgress && this.processes.watch(queryId, observer.onProgress, over.signal);
    try {
      return await this.exchange(request.sql, { queryId, settings, table, observer, signal });
    } catch (error) {
      if (signal.aborted) return { kind: 'cancelled', server: await this.processes.stop(queryId), table };
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
      if (format !== undefined && format !== FORMAT) return { kind: 'text', ...(await readText(stream)) };
      const end = await readRows(stream, table, observer.onRows);
      if (end === 'stopped') {
        // The server may not notice for long that nobody reads any more.
        if (!this.acceptsSettings) await this.processes.kill(queryId).catch(() => undefined);
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

  private open(): Promise<ClickHouseClient> {
    this.client ??= this.connect();
    return this.client;
  }

  private async connect(): Promise<ClickHouseClient> {
    const { createClient, ClickHouseLogLevel } = await import('@clickhouse/client');
    const { url, user, password, database } = this.connection;
    const carried = new URL(url);
    if (this.makeAgent !== undefined) carried.hostname = CARRIED_HOST;
    return createClient({
      url: carried,
      username: user,
      password: password.reveal(),
      database,
      application: 'langfuse-stack',
      request_timeout: this.maxSeconds * 1000 + SILENCE_BEYOND_LIMIT_MS,
      ...(this.makeAgent && { http_agent: this.makeAgent() }),
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
