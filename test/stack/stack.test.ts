import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ANY_PORTS } from './anyPorts';
import type { Engine } from './engine';
import { engineWithImages } from './engineWithImages';
import { imageSource } from './images';
import { run } from './run';

const SAMPLE = join(__dirname, '../../samples/ai-gateway/compose.yaml');
const SOURCE = imageSource(process.env['LANGFUSE_STACK_IMAGES']);
const PROJECT = `stack-test-${process.pid}`;
const PUBLIC_KEY = 'pk-lf-00000000-0000-4000-8000-000000000001';
const SECRET_KEY = 'sk-lf-00000000-0000-4000-8000-000000000002';

suite('the sample stack on a real engine', function () {
  this.timeout(120_000);
  let engine: Engine;
  let folder: string;
  let secrets: Record<string, string>;

  suiteSetup(async function () {
    // Engine and images may have to be made first.
    this.timeout(600_000);
    engine = await engineWithImages();
    folder = await mkdtemp(join(tmpdir(), 'langfuse-stack-test-'));
    await copyFile(SAMPLE, join(folder, 'compose.yaml'));
    await writeFile(join(folder, 'ports.yaml'), ANY_PORTS);
    secrets = makeSecrets();
    await writeSecrets({});
    await compose('up', '--detach', '--wait');
  });

  suiteTeardown(async () => {
    await compose('down', '--volumes', '--timeout', '2');
    await rm(folder, { recursive: true });
    await engine.stop();
  });

  /** Every test starts from the stack as it should be. */
  setup(async () => {
    await writeSecrets({});
    await writeOverride('');
    await compose('up', '--detach', '--wait');
  });

  test('a span arrives in ClickHouse and can be read back', async () => {
    const traceId = randomBytes(16).toString('hex');
    const time = `${Date.now()}000000`;
    const span = {
      traceId,
      spanId: randomBytes(8).toString('hex'),
      name: 'smoke',
      startTimeUnixNano: time,
      endTimeUnixNano: time,
    };
    const body = { resourceSpans: [{ scopeSpans: [{ spans: [{ ...span, attributes: [] }] }] }] };
    assert.equal((await request('/api/public/otel/v1/traces', body)).status, 200);
    await until(async () => (await request(`/api/public/traces/${traceId}`)).status === 200);
    const rows = await clickHouse(`SELECT name FROM traces WHERE id = '${traceId}'`);
    assert.equal(rows.trim(), 'smoke');
  });

  test('unknown keys are refused', async () => {
    assert.equal((await request('/api/public/projects', undefined, 'pk:sk')).status, 401);
  });

  test('a ClickHouse password that only web has fails the migrations with code 516', async () => {
    await changeWeb({ CLICKHOUSE_PASSWORD: 'wrong' });
    await untilLogged('langfuse-web', /error: failed to open database: code: 516, .*Authentication failed/);
  });

  test('localhost in the migration URL is the container itself', async () => {
    await changeWeb({ CLICKHOUSE_MIGRATION_URL: 'clickhouse://localhost:9000' });
    await untilLogged('langfuse-web', /dial tcp .*:9000: connect: connection refused/);
  });

  test('the HTTP port in the migration URL answers with the wrong protocol', async () => {
    await changeWeb({ CLICKHOUSE_MIGRATION_URL: 'clickhouse://clickhouse:8123' });
    await untilLogged('langfuse-web', /\[hello\] unexpected packet \[72\] from server/);
  });

  test('without NEXTAUTH_SECRET web stays up and answers 500', async () => {
    await changeWeb({ NEXTAUTH_SECRET: '' });
    await untilLogged('langfuse-web', /Invalid environment variables: \{\s*NEXTAUTH_SECRET/);
    await until(async () => (await request('/api/public/health')).status === 500);
  });

  test('a Postgres password that changed later is not the one in the volume', async () => {
    await writeSecrets({ POSTGRES_PASSWORD: 'changed' });
    await compose('up', '--detach', '--no-deps', 'langfuse-web');
    await untilLogged('langfuse-web', /P1000: Authentication failed against database server/);
  });

  test('web with wrong S3 credentials accepts nothing', async () => {
    await changeWeb({ LANGFUSE_S3_EVENT_UPLOAD_SECRET_ACCESS_KEY: 'not-the-secret' });
    const event = {
      id: 'e1',
      type: 'trace-create',
      timestamp: new Date(0).toISOString(),
      body: { id: 't1' },
    };
    await until(async () => (await request('/api/public/ingestion', { batch: [event] })).status === 500);
    await untilLogged('langfuse-web', /Failed to upload event to S3/);
  });

  test('the web image does not do the work of the worker', async () => {
    await writeOverride(
      'services: { langfuse-worker: { image: docker.io/langfuse/langfuse:3.225.4, environment: { NEXTAUTH_SECRET: s } } }',
    );
    await compose('up', '--detach', '--no-deps', 'langfuse-worker');
    const traceId = randomBytes(16).toString('hex');
    const span = {
      traceId,
      spanId: randomBytes(8).toString('hex'),
      name: 'x',
      startTimeUnixNano: '1',
      endTimeUnixNano: '1',
    };
    const body = { resourceSpans: [{ scopeSpans: [{ spans: [{ ...span, attributes: [] }] }] }] };
    assert.equal((await request('/api/public/otel/v1/traces', body)).status, 200);
    await until(async () => Number(await redis('LLEN', 'bull:otel-ingestion-queue:wait')) > 0);
    assert.equal((await request(`/api/public/traces/${traceId}`)).status, 404);
  });

  test('a migration that loses its connection leaves a dirty version', async function () {
    // Only the stand-in can be told to lose it.
    if (SOURCE !== 'stand-ins') this.skip();
    await clickHouse('INSERT INTO schema_migrations SELECT 36, 0, max(sequence) + 1 FROM schema_migrations');
    await changeWeb({ STANDIN_MIGRATION_FAIL_AT: '37' });
    await untilLogged('langfuse-web', /error: Dirty database version 37\. Fix and force version\./);
    // What the migration tool's `force` does.
    await clickHouse('INSERT INTO schema_migrations SELECT 37, 0, max(sequence) + 1 FROM schema_migrations');
  });

  test('a failed Postgres migration stops web until it is resolved', async () => {
    const change = (state: string) =>
      postgres(`UPDATE _prisma_migrations SET finished_at = ${state} WHERE migration_name LIKE '%cron_jobs'`);
    await change('NULL');
    await changeWeb({ ANYTHING: 'new' });
    await untilLogged('langfuse-web', /P3009/);
    await change('now()');
  });

  async function compose(...args: readonly string[]): Promise<string> {
    const files = ['compose.yaml', 'ports.yaml', 'override.yaml'].flatMap((file) => ['--file', file]);
    const env = { ...process.env, ...engine.environment };
    return run('docker', ['compose', '--project-name', PROJECT, ...files, ...args], { cwd: folder, env });
  }

  async function changeWeb(environment: Readonly<Record<string, string>>): Promise<void> {
    await writeOverride(JSON.stringify({ services: { 'langfuse-web': { environment } } }));
    await compose('up', '--detach', '--no-deps', 'langfuse-web');
  }

  async function writeOverride(text: string): Promise<void> {
    await writeFile(join(folder, 'override.yaml'), text === '' ? 'services: {}\n' : text);
  }

  async function writeSecrets(changes: Readonly<Record<string, string>>): Promise<void> {
    const lines = Object.entries({ ...secrets, ...changes }).map(([name, value]) => `${name}=${value}\n`);
    await writeFile(join(folder, '.env'), lines.join(''), { mode: 0o600 });
    await writeOverride('');
  }

  async function request(
    path: string,
    body?: unknown,
    keys = `${PUBLIC_KEY}:${SECRET_KEY}`,
  ): Promise<Response> {
    const address = (await compose('port', 'langfuse-web', '3000')).trim();
    const headers = {
      Authorization: `Basic ${Buffer.from(keys).toString('base64')}`,
      'Content-Type': 'application/json',
    };
    return fetch(
      `http://${address}${path}`,
      body === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) },
    );
  }

  function clickHouse(query: string): Promise<string> {
    return compose('exec', '--no-TTY', 'clickhouse', 'clickhouse-client', '--query', query);
  }

  function redis(...args: readonly string[]): Promise<string> {
    return compose('exec', '--no-TTY', 'redis', 'redis-cli', ...args);
  }

  function postgres(sql: string): Promise<string> {
    return compose(
      'exec',
      '--no-TTY',
      'postgres',
      'psql',
      '--username',
      'langfuse',
      '--dbname',
      'langfuse',
      '--command',
      sql,
    );
  }

  function untilLogged(service: string, words: RegExp): Promise<void> {
    return until(async () => words.test(await compose('logs', '--no-log-prefix', '--no-color', service)));
  }
});

function makeSecrets(): Record<string, string> {
  const names = [
    'POSTGRES_PASSWORD',
    'CLICKHOUSE_PASSWORD',
    'REDIS_AUTH',
    'MINIO_ROOT_PASSWORD',
    'SALT',
    'NEXTAUTH_SECRET',
  ];
  return {
    ...Object.fromEntries(names.map((name) => [name, randomBytes(16).toString('hex')])),
    ENCRYPTION_KEY: randomBytes(32).toString('hex'),
    LANGFUSE_INIT_PROJECT_PUBLIC_KEY: PUBLIC_KEY,
    LANGFUSE_INIT_PROJECT_SECRET_KEY: SECRET_KEY,
    LANGFUSE_INIT_USER_EMAIL: 'owner@example.com',
    LANGFUSE_INIT_USER_PASSWORD: 'one-Password-1',
  };
}

/** Polls until it is so; the suite's timeout is the limit. A refused connection means not yet. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo().catch(() => false))) await delay(200);
}
