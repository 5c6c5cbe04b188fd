import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { Session } from 'chdb';
import type { Engine, QueryTag } from './engine';
import { PROCESSES, quote, quoteIdentifier } from './engine';
import type { QueryLogRow, SystemTables } from './queryLog';
import type { QueryRequest } from './request';
import { readRequest } from './request';
import { ResponseWriter } from './responseWriter';
import { ServerError } from './serverError';
import { Sessions } from './sessions';
import type { Statement } from './statement';
import { readStatement, replaceProcesses } from './statement';
import type { User } from './users';
import { authenticate } from './users';

export type ErrorLog = (line: string) => void;

/** Row formats whose chunks may be sent one after another, with the number of header lines each chunk repeats. */
const STREAMED_FORMATS = new Map<string, number>([
  ...['', 'Strings', 'Compact', 'CompactStrings'].map((kind) => [`JSON${kind}EachRow`, 0] as const),
  ...[
    'TSV',
    'TabSeparated',
    'TSVRaw',
    'TabSeparatedRaw',
    'CSV',
    'JSONCompactEachRow',
    'JSONCompactStringsEachRow',
  ].flatMap((format): [string, number][] => [
    [format, 0],
    [`${format}WithNames`, 1],
    [`${format}WithNamesAndTypes`, 2],
  ]),
  ['RowBinary', 0],
]);

const VERBS_WITH_ROWS = new Set([
  'SELECT',
  'WITH',
  'SHOW',
  'DESCRIBE',
  'DESC',
  'EXPLAIN',
  'EXISTS',
  'CHECK',
  'KILL',
]);

interface RunningQuery {
  readonly request: QueryRequest;
  readonly statement: Statement;
  readonly session: Session;
  readonly response: ResponseWriter;
  readonly startMs: number;
}

/** ClickHouse's HTTP interface over the engine: what `@clickhouse/client` and `curl` talk to. */
export class QueryServer {
  readonly #engine: Engine;
  readonly #user: User;
  readonly #tables: SystemTables;
  readonly #sessions: Sessions;
  readonly #logError: ErrorLog;
  readonly #running = new Set<string>();

  constructor(engine: Engine, user: User, tables: SystemTables, logError: ErrorLog) {
    this.#engine = engine;
    this.#user = user;
    this.#tables = tables;
    this.#sessions = new Sessions(engine);
    this.#logError = logError;
  }

  listen(port: number, host: string): Promise<Server> {
    const server = createServer((request, response) => {
      this.#serve(request, response).catch((error: unknown) => {
        this.#logError(`HTTPHandler: ${String(error)}`);
        response.destroy();
      });
    });
    server.keepAliveTimeout = 10_000;
    server.requestTimeout = 0;
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, () => resolve(server));
    });
  }

  close(): void {
    this.#sessions.close();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://server');
    if (url.pathname === '/ping' || url.pathname === '/replicas_status') {
      end(response, 200, 'Ok.\n');
      return;
    }
    if (url.pathname !== '/') {
      end(response, 404, NO_SUCH_PATH(url.pathname));
      return;
    }
    if (request.method === 'GET' && !url.searchParams.has('query')) {
      end(response, 200, 'Ok.\n');
      return;
    }
    const startMs = Date.now();
    const writer = new ResponseWriter(response, this.#engine);
    try {
      await this.#answer(await readRequest(request, url), writer, startMs);
    } catch (error) {
      this.#fail(writer, ServerError.from(error));
    }
  }

  async #answer(request: QueryRequest, response: ResponseWriter, startMs: number): Promise<void> {
    response.queryId = request.id;
    authenticate(this.#user, request.login);
    const statement = readStatement(request.sql);
    refuse(statement, request.sql, this.#user);
    if (this.#running.has(request.id))
      throw new ServerError(
        216,
        'QUERY_WITH_SAME_ID_IS_ALREADY_RUNNING',
        `Query with id = ${request.id} is already running.`,
      );

    const { session, release } = this.#sessions.take(request.session);
    this.#running.add(request.id);
    const query = { request, statement, session, response, startMs };
    try {
      this.#log(query, 'QueryStart');
      prepare(session, request, this.#user);
      await this.#run(query);
      this.#log(query, 'QueryFinish');
    } catch (error) {
      const failure = ServerError.from(error);
      this.#log(query, response.hasRows ? 'ExceptionWhileProcessing' : 'ExceptionBeforeStart', failure);
      throw failure;
    } finally {
      this.#running.delete(request.id);
      release();
    }
  }

  async #run(query: RunningQuery): Promise<void> {
    const { request, statement, response, session } = query;
    const sql = replaceProcesses(request.sql, statement.tokens, PROCESSES);
    const format = VERBS_WITH_ROWS.has(statement.verb)
      ? (statement.format ?? request.defaultFormat)
      : undefined;
    response.format = format;
    response.encoding = request.encoding;
    response.onClientGone(() => {
      if (request.settings.get('cancel_http_readonly_queries_on_client_close') === '1')
        void this.#engine.kill(request.id);
    });

    if (statement.verb === 'KILL') return this.#kill(query, sql);
    if (/^\s*SYSTEM\s+FLUSH\s+LOGS/i.test(sql)) await this.#tables.flush();
    const headerLines = format === undefined ? undefined : STREAMED_FORMATS.get(format);
    if (format !== undefined && headerLines !== undefined && !request.waitsForEnd && isSelect(statement))
      return this.#stream(query, sql, format, headerLines);
    const result = await session.queryAsync(sql, { format: format ?? 'Null' });
    response.countRead(result.rowsRead, result.bytesRead);
    await response.write(result.bytes());
    response.end();
  }

  async #stream(query: RunningQuery, sql: string, format: string, headerLines: number): Promise<void> {
    const { response, session } = query;
    const stream = session.queryStream(sql, { format });
    let isFirst = true;
    for await (const chunk of stream) {
      // The engine repeats the header lines in every chunk.
      await response.write(isFirst ? chunk.raw() : skipLines(chunk.raw(), headerLines), chunk.numRows);
      isFirst = false;
      if (response.isClientGone) {
        stream.cancel();
        await this.#engine.kill(query.request.id);
        return;
      }
    }
    // An empty result streams no chunk at all, so its header lines have to be asked for.
    if (isFirst && headerLines > 0) await response.write((await session.queryAsync(sql, { format })).bytes());
    response.end();
  }

  /**
   * KILL QUERY finds queries by what the engine knows of them; clients know other ids. So the condition is asked
   * of the table that clients see, and what it finds is killed by the engine's ids.
   */
  async #kill({ request, statement, session, response }: RunningQuery, sql: string): Promise<void> {
    const words = statement.tokens.map((token) => token.text.toUpperCase());
    const where = statement.tokens[words.indexOf('WHERE')];
    if (words[1] !== 'QUERY' || where === undefined) {
      await session.queryAsync(sql, { format: 'Null' });
      response.end();
      return;
    }
    const tail = statement.tokens.find((token, index) => index > 2 && isKillTail(token.text));
    const condition = sql.slice(where.end, tail?.start);
    const found = `SELECT engine_query_id FROM ${PROCESSES} WHERE (${condition})`;
    const victims = Buffer.from((await session.queryAsync(found, { format: 'TSVRaw' })).bytes()).toString(
      'utf8',
    );
    const ids = victims.trim().split('\n').filter(Boolean).map(quote).join(', ') || "''";
    const answer = await session.queryAsync(
      `SELECT 'waiting' AS kill_status, query_id, user, query FROM ${PROCESSES} WHERE engine_query_id IN (${ids})`,
      { format: statement.format ?? request.defaultFormat },
    );
    if (!words.includes('TEST')) await this.#engine.execute(`KILL QUERY WHERE query_id IN (${ids}) ASYNC`);
    if (words.includes('SYNC')) await this.#untilGone(ids);
    await response.write(answer.bytes());
    response.end();
  }

  async #untilGone(ids: string): Promise<void> {
    const count = `SELECT count() FROM ${PROCESSES} WHERE engine_query_id IN (${ids})`;
    while ((await this.#engine.execute(count)) !== '0')
      await new Promise((resolve) => setTimeout(resolve, 20));
  }

  #fail(response: ResponseWriter, error: ServerError): void {
    const text = error.format(this.#engine.version);
    this.#logError(text);
    response.fail(error, text);
  }

  #log(query: RunningQuery, type: QueryLogRow['type'], error?: ServerError): void {
    const { request, statement, response, startMs } = query;
    this.#tables.add({
      type,
      startMs,
      endMs: type === 'QueryStart' ? startMs : Date.now(),
      ...response.counters,
      database: request.database,
      query: request.sql,
      verb: statement.verb,
      ...(error && { exceptionCode: error.code, exception: error.format(this.#engine.version) }),
      user: this.#user.name,
      queryId: request.id,
      userAgent: request.userAgent,
      comment: request.settings.get('log_comment') ?? '',
    });
  }
}

/** Statements that a server refuses, or that would hurt the process the engine lives in. */
function refuse({ verb, tokens, secondAt }: Statement, sql: string, user: User): void {
  if (verb === '')
    throw new ServerError(
      62,
      'SYNTAX_ERROR',
      'Syntax error: failed at position 1 (end of query): Empty query',
    );
  if (secondAt !== undefined)
    throw new ServerError(
      62,
      'SYNTAX_ERROR',
      `Syntax error (Multi-statements are not allowed): failed at position ${Buffer.byteLength(sql.slice(0, secondAt)) + 1} (end of query)`,
    );
  const words = tokens.map((token) => (token.kind === 'word' ? token.text.toUpperCase() : ''));
  if (verb === 'SYSTEM' && ['SHUTDOWN', 'KILL'].includes(words[1] ?? ''))
    throw new ServerError(
      497,
      'ACCESS_DENIED',
      `${user.name}: Not enough privileges. To execute this query, it's necessary to have the grant SYSTEM SHUTDOWN ON *.*`,
    );
  if (words.some((word, index) => word === 'INTO' && words[index + 1] === 'OUTFILE'))
    throw new ServerError(1, 'UNSUPPORTED_METHOD', 'INTO OUTFILE is not allowed');
}

/** Gives the session the request's database, settings and parameters. */
function prepare(session: Session, request: QueryRequest, user: User): void {
  const tag: QueryTag = {
    id: request.id,
    user: user.name,
    query: request.sql.slice(0, 10_000),
    comment: request.settings.get('log_comment') ?? '',
  };
  const readonly = request.settings.get('readonly') ?? (request.isGet ? '2' : undefined);
  const settings = new Map([
    // The library waits for mutations by default; a server does not.
    ['mutations_sync', '0'],
    ...request.settings,
    ['log_comment', JSON.stringify(tag)],
    ...[...request.parameters].map(([name, value]) => [name, value] as const),
  ]);
  settings.delete('readonly');
  if (request.database !== 'default') session.query(`USE ${quoteIdentifier(request.database)}`);
  const entries = [...settings].map(([name, value]) => `${quoteIdentifier(name)} = ${quote(value)}`);
  session.query(`SET ${entries.join(', ')}`);
  // Last: after it nothing else can be set.
  if (readonly !== undefined && readonly !== '0') session.query(`SET readonly = ${Number(readonly)}`);
}

function isSelect({ verb }: Statement): boolean {
  return verb === 'SELECT' || verb === 'WITH';
}

function isKillTail(word: string): boolean {
  return ['SYNC', 'ASYNC', 'TEST', 'FORMAT', ';'].includes(word.toUpperCase());
}

function skipLines(bytes: Uint8Array, count: number): Uint8Array {
  let from = 0;
  for (let line = 0; line < count; line++) from = bytes.indexOf(10, from) + 1;
  return bytes.subarray(from);
}

function end(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=UTF-8' }).end(text);
}

const NO_SUCH_PATH = (path: string) => `There is no handle ${path}

Use / or /ping for health checks.
Or /replicas_status for more sophisticated health checks.

Send queries from your program with POST method or GET /?query=...
`;
