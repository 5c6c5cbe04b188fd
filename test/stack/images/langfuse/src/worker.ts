// Langfuse's worker container: it consumes the queues, and tolerates that web has not migrated the databases yet.
import { createServer } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { ClickHouseClient } from '@clickhouse/client';
import type { Job } from 'bullmq';
import { Queue, Worker } from 'bullmq';
import { connectClickHouse } from './clickhouse';
import { resolveClickHouseVersion } from './clickhouseVersion';
import { readEnvironment, workerViolations } from './environment';
import { sendJson } from './http';
import { array, object, text } from './json';
import { createLog, describe } from './log';
import { readSpans } from './otel';
import { Postgres } from './postgres';
import {
  describeRedisError,
  INGESTION_QUEUE,
  OTEL_QUEUE,
  redisConnection,
  TRACE_DELETE_QUEUE,
} from './queues';
import type { TableRow } from './rows';
import { rowOfEvent, rowsOfSpan } from './rows';
import { EventStorage } from './storage';

const environment = readEnvironment();
const log = createLog(environment);
const REDIS_TIMEOUT_MS = 2000;
const BACKGROUND_RETRY_MS = 10_000;

function refuseInvalidEnvironment(): void {
  const issues = Object.entries(workerViolations(environment)).map(([name, message]) => ({
    code: 'invalid_type',
    path: [name],
    message,
  }));
  if (issues.length === 0) return;
  console.error(
    `ZodError: ${JSON.stringify(issues, undefined, 2)}\n    at Object.<anonymous> (/app/worker/dist/env.js)`,
  );
  process.exit(1);
}

async function main(): Promise<void> {
  const postgres = new Postgres(environment['DATABASE_URL'] ?? '');
  const clickhouse = connectClickHouse(environment);
  await resolveClickHouseVersion(clickhouse, log);
  await upsertDefaultModels(postgres);

  const host = environment['HOSTNAME'] ?? '0.0.0.0';
  const port = Number(environment['PORT'] ?? 3030);
  const connection = redisConnection(environment);
  const health = new Queue(INGESTION_QUEUE, { connection });
  health.on('error', (error) => log('error', describeRedisError(error), error));
  let isStopping = false;

  const server = createServer((request, response) => {
    const path = (request.url ?? '').split('?')[0];
    if (path === '/api/ready' && isStopping) {
      sendJson(response, 500, { status: 'SIGTERM / SIGINT received, shutting down' });
      return;
    }
    if (path !== '/api/health' && path !== '/api/ready') {
      sendJson(response, 404, { message: 'Not Found' });
      return;
    }
    checkHealth(postgres, health).then(
      () => sendJson(response, 200, { status: 'ok' }),
      (error: unknown) => {
        log('error', `Health check failed ${describe(error)}`, error);
        sendJson(response, 500, { status: 'error' });
      },
    );
  });
  server.listen(port, host, () => log('info', `Listening: http://${host}:${port}`));

  const consumers = consume(clickhouse);
  void runBackgroundMigrations(postgres);
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.on(signal, () => {
      isStopping = true;
      void Promise.all(consumers.map((consumer) => consumer.close())).then(() => process.exit(0));
    });
}

/** Without web's migrations there is no table for them; they are tried again at the next start only. */
async function upsertDefaultModels(postgres: Postgres): Promise<void> {
  const startedAt = Date.now();
  try {
    await postgres.query(
      `INSERT INTO models (id, model_name, match_pattern) VALUES ($1, $2, $3)
       ON CONFLICT (id) DO UPDATE SET match_pattern = excluded.match_pattern`,
      ['default-gpt-4o', 'gpt-4o', '(?i)^gpt-4o$'],
    );
    log('info', `Finished upserting default model prices in ${Date.now() - startedAt}ms`);
  } catch (error) {
    log(
      'error',
      `Error upserting default model prices after ${Date.now() - startedAt}ms: ${describe(error)}`,
      error,
    );
  }
}

/** There are none to run here; but the worker looks for them until their table exists. */
async function runBackgroundMigrations(postgres: Postgres): Promise<void> {
  for (;;) {
    try {
      await postgres.query(
        'SELECT name FROM background_migrations WHERE finished_at IS NULL AND failed_at IS NULL',
      );
      log('info', '[Background Migration] No background migrations to run');
      return;
    } catch (error) {
      log('info', '[Background Migration] Prisma table does not exist. Retrying in 10s...', error);
      await delay(BACKGROUND_RETRY_MS);
    }
  }
}

async function checkHealth(postgres: Postgres, queue: Queue): Promise<void> {
  await postgres.query('SELECT 1');
  const ping = queue.client.then((client) => client.ping());
  const answer = await Promise.race([ping, delay(REDIS_TIMEOUT_MS)]);
  if (answer !== 'PONG') throw new Error('Redis ping timeout after 2 seconds');
}

function consume(clickhouse: ClickHouseClient): Worker[] {
  const storage = new EventStorage(environment);
  const ingest = async (job: Job): Promise<void> => {
    const { kind, projectId, key } = readJob(job);
    const content = await storage.get(key);
    const rows =
      kind === 'otel'
        ? readSpans(content).flatMap((span) => rowsOfSpan(projectId, span, Date.now()))
        : (array(content) ?? [])
            .map((event) => rowOfEvent(projectId, object(event) ?? {}, Date.now()))
            .filter((row) => row !== undefined);
    await insert(clickhouse, rows);
  };
  const remove = async (job: Job): Promise<void> => {
    const { projectId, traceId } = object(job.data) ?? {};
    for (const [table, column] of [
      ['traces', 'id'],
      ['observations', 'trace_id'],
      ['scores', 'trace_id'],
    ])
      await clickhouse.command({
        query: `DELETE FROM ${table} WHERE project_id = {project: String} AND ${column} = {trace: String}`,
        query_params: { project: text(projectId) ?? '', trace: text(traceId) ?? '' },
      });
  };
  return [
    startConsumer(INGESTION_QUEUE, ingest),
    startConsumer(OTEL_QUEUE, ingest),
    startConsumer(TRACE_DELETE_QUEUE, remove),
  ];
}

function startConsumer(queue: string, process: (job: Job) => Promise<void>): Worker {
  const worker = new Worker(queue, process, { connection: redisConnection(environment), concurrency: 5 });
  worker.on('error', (error) => log('error', describeRedisError(error), error));
  worker.on('failed', (job, error) =>
    log('error', `Failed job ingestion processing for ${job?.id ?? 'unknown'}\n${error.message}`, error),
  );
  log('info', `${queue} executor started: true`);
  return worker;
}

async function insert(clickhouse: ClickHouseClient, rows: readonly TableRow[]): Promise<void> {
  for (const table of ['traces', 'observations', 'scores'] as const) {
    const values = rows.filter((row) => row.table === table).map((row) => row.values);
    if (values.length > 0) await clickhouse.insert({ table, values, format: 'JSONEachRow' });
  }
}

function readJob(job: Job): { kind: 'event' | 'otel'; projectId: string; key: string } {
  const { kind, projectId, key } = object(job.data) ?? {};
  return { kind: kind === 'otel' ? 'otel' : 'event', projectId: text(projectId) ?? '', key: text(key) ?? '' };
}

refuseInvalidEnvironment();
main().catch((error: unknown) => {
  log('error', `Failed to start worker\n${describe(error)}\n    at main (/app/worker/dist/index.js)`, error);
  process.exit(1);
});
