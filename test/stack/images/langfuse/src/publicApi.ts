import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ClickHouseClient } from '@clickhouse/client';
import { Queue } from 'bullmq';
import type { Environment } from './environment';
import { LANGFUSE_VERSION } from './environment';
import { readJson, sendJson } from './http';
import type { JsonObject } from './json';
import { array, object, text } from './json';
import type { Log } from './log';
import { describe } from './log';
import { OtelError, readSpans } from './otel';
import type { Postgres } from './postgres';
import type { Project } from './projects';
import { findProject } from './projects';
import type { IngestionJob, TraceDeleteJob } from './queues';
import {
  describeRedisError,
  eventDelayMs,
  INGESTION_QUEUE,
  jobOptions,
  OTEL_QUEUE,
  redisConnection,
  TRACE_DELETE_QUEUE,
} from './queues';
import { tableOf } from './rows';
import { EventStorage } from './storage';

export interface PublicApiParts {
  readonly environment: Environment;
  readonly postgres: Postgres;
  readonly clickhouse: ClickHouseClient;
  readonly log: Log;
}

/** The folder below a project's events, by table. */
const ENTITY = { traces: 'trace', observations: 'observation', scores: 'score' } as const;

const RECENT = `SELECT count() AS recent FROM (
  SELECT id FROM traces WHERE timestamp > now() - INTERVAL 3 MINUTE
  UNION ALL SELECT id FROM observations WHERE start_time > now() - INTERVAL 3 MINUTE)`;

/** Everything below /api/public: health, and what SDKs call with a project's keys. */
export class PublicApi {
  /** Set on a signal to stop: readiness says no from then on. */
  isStopping = false;

  readonly #parts: PublicApiParts;
  readonly #storage: EventStorage;
  readonly #queues: Readonly<Record<string, Queue>>;

  constructor(parts: PublicApiParts) {
    this.#parts = parts;
    this.#storage = new EventStorage(parts.environment);
    const connection = redisConnection(parts.environment);
    const names = [INGESTION_QUEUE, OTEL_QUEUE, TRACE_DELETE_QUEUE];
    this.#queues = Object.fromEntries(names.map((name) => [name, new Queue(name, { connection })]));
    for (const queue of Object.values(this.#queues))
      queue.on('error', (error) => parts.log('error', describeRedisError(error), error));
  }

  async serve(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const path = url.pathname.slice('/api/public/'.length);
    if (path === 'health') return this.#health(response, url.searchParams);
    if (path === 'ready') {
      this.#ready(response);
      return;
    }
    const project = await this.#authorise(request, response);
    if (project === undefined) return;
    const route = `${request.method ?? ''} ${path}`;
    if (route === 'GET projects') {
      sendJson(response, 200, { data: [{ ...project, metadata: {} }] });
      return;
    }
    if (route === 'POST ingestion') return this.#ingest(request, response, project);
    if (route === 'POST otel/v1/traces') return this.#ingestSpans(request, response, project);
    if (route === 'GET traces') return this.#listTraces(response, project);
    const traceId = /^(GET|DELETE) traces\/([^/]+)$/.exec(route);
    if (traceId?.[1] === 'GET')
      return this.#readTrace(response, project, decodeURIComponent(traceId[2] ?? ''));
    if (traceId?.[1] === 'DELETE')
      return this.#deleteTrace(response, project, decodeURIComponent(traceId[2] ?? ''));
    sendJson(response, 404, { message: 'Not Found' });
  }

  async #health(response: ServerResponse, query: URLSearchParams): Promise<void> {
    const answer = (code: number, status: string) =>
      sendJson(response, code, { status, version: LANGFUSE_VERSION });
    if (query.get('failIfDatabaseUnavailable') === 'true') {
      try {
        await this.#parts.postgres.query('SELECT 1');
      } catch (error) {
        this.#parts.log('error', `Couldn't connect to database ${describe(error)}`, error);
        answer(503, 'Database not available');
        return;
      }
    }
    if (query.get('failIfNoRecentEvents') === 'true') {
      try {
        const [row] = await this.#select<{ recent: string | number }>(RECENT, {});
        if (Number(row?.recent) === 0) {
          answer(503, 'No traces/observations/events within the last 3 minutes');
          return;
        }
      } catch {
        answer(503, "Couldn't fetch recent events");
        return;
      }
    }
    answer(200, 'OK');
  }

  #ready(response: ServerResponse): void {
    if (this.isStopping)
      sendJson(response, 500, {
        status: 'SIGTERM / SIGINT received, shutting down',
        version: LANGFUSE_VERSION,
      });
    else sendJson(response, 200, { status: 'OK', version: LANGFUSE_VERSION });
  }

  async #authorise(request: IncomingMessage, response: ServerResponse): Promise<Project | undefined> {
    const { environment, postgres } = this.#parts;
    const header = request.headers.authorization;
    const refuse = (message: string) => sendJson(response, 401, { error: 'UnauthorizedError', message });
    if (header === undefined) {
      refuse('No authorization header');
      return undefined;
    }
    const [publicKey = '', secretKey = ''] = Buffer.from(header.replace(/^Basic /i, ''), 'base64')
      .toString()
      .split(':');
    const project = await findProject(postgres, environment['SALT'] ?? '', publicKey, secretKey);
    if (project === undefined)
      refuse("Invalid credentials. Confirm that you've configured the correct host.");
    return project;
  }

  async #ingest(request: IncomingMessage, response: ServerResponse, project: Project): Promise<void> {
    const batch = array(object(await readJson(request))?.['batch']);
    if (batch === undefined) {
      sendJson(response, 400, { message: 'Invalid request data', errors: ['batch'] });
      return;
    }
    const successes: JsonObject[] = [];
    const errors: JsonObject[] = [];
    for (const item of batch) {
      const event = object(item) ?? {};
      const id = text(event['id']) ?? '';
      const table = tableOf(text(event['type']) ?? '');
      if (id === '' || table === undefined) {
        errors.push({
          id,
          status: 400,
          message: 'Invalid request data',
          error: 'Unknown event type or missing id',
        });
        continue;
      }
      const bodyId = text(object(event['body'])?.['id']) ?? id;
      try {
        await this.#accept(
          {
            kind: 'event',
            projectId: project.id,
            key: `${project.id}/${ENTITY[table]}/${bodyId}/${id}.json`,
          },
          [event],
        );
        successes.push({ id, status: 201 });
      } catch {
        sendJson(response, 500, {
          message: 'Failed to upload events to blob storage, aborting event processing',
        });
        return;
      }
    }
    sendJson(response, 207, { successes, errors });
  }

  async #ingestSpans(request: IncomingMessage, response: ServerResponse, project: Project): Promise<void> {
    if (Number(request.headers['x-langfuse-ingestion-version'] ?? 0) > 4) {
      sendJson(response, 400, { message: 'Unsupported x-langfuse-ingestion-version' });
      return;
    }
    const body = await readJson(request);
    try {
      readSpans(body);
    } catch (error) {
      if (!(error instanceof OtelError)) throw error;
      sendJson(response, 400, { error: 'Failed to parse OTel JSON Trace', message: error.message });
      return;
    }
    const minute = new Date().toISOString().slice(0, 16).replaceAll(/[-T:]/g, '/');
    const key = `otel/${project.id}/${minute}/${randomUUID()}.json`;
    try {
      await this.#accept({ kind: 'otel', projectId: project.id, key }, body);
    } catch {
      sendJson(response, 500, { error: 'Failed to upload events to blob storage' });
      return;
    }
    sendJson(response, 200, {});
  }

  /** First the object, then the job: nothing is queued that could not be read again. */
  async #accept(job: IngestionJob, content: unknown): Promise<void> {
    const { log, environment } = this.#parts;
    try {
      await this.#storage.put(job.key, content);
    } catch (error) {
      log('error', 'Failed to upload event to S3', error);
      throw error;
    }
    const queue = job.kind === 'otel' ? OTEL_QUEUE : INGESTION_QUEUE;
    await this.#queues[queue]?.add(
      `${queue}-job`,
      job,
      jobOptions(job.kind === 'otel' ? 0 : eventDelayMs(environment)),
    );
  }

  async #listTraces(response: ServerResponse, project: Project): Promise<void> {
    const data = await this.#select(`${TRACE_QUERY} ORDER BY timestamp DESC LIMIT 50`, {
      project: project.id,
    });
    sendJson(response, 200, { data, meta: { page: 1, limit: 50, totalItems: data.length, totalPages: 1 } });
  }

  async #readTrace(response: ServerResponse, project: Project, id: string): Promise<void> {
    const parameters = { project: project.id, id };
    const [trace] = await this.#select(`${TRACE_QUERY} AND id = {id: String} LIMIT 1`, parameters);
    if (trace === undefined) {
      sendJson(response, 404, {
        error: 'LangfuseNotFoundError',
        message: `Trace ${id} not found within authorized project`,
      });
      return;
    }
    const observations = await this.#select(
      'SELECT id, name, type, start_time AS startTime FROM observations FINAL WHERE project_id = {project: String} AND trace_id = {id: String}',
      parameters,
    );
    sendJson(response, 200, { ...trace, observations, scores: [] });
  }

  async #deleteTrace(response: ServerResponse, project: Project, traceId: string): Promise<void> {
    const job: TraceDeleteJob = { projectId: project.id, traceId };
    await this.#queues[TRACE_DELETE_QUEUE]?.add('trace-delete', job, jobOptions(0));
    sendJson(response, 200, { message: 'Trace deleted successfully' });
  }

  async #select<Row = JsonObject>(
    query: string,
    parameters: Readonly<Record<string, string>>,
  ): Promise<Row[]> {
    const result = await this.#parts.clickhouse.query({
      query,
      query_params: parameters,
      format: 'JSONEachRow',
    });
    return result.json<Row>();
  }
}

const TRACE_QUERY = `SELECT id, name, timestamp, environment, user_id AS userId, session_id AS sessionId, tags, input, output,
  project_id AS projectId FROM traces FINAL WHERE project_id = {project: String} AND is_deleted = 0`;
