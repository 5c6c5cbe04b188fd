import assert from 'node:assert/strict';
import type { ComposeProject } from '../../../../src/core/compose/project';
import { planProbes } from '../../../../src/core/probe/planProbes';
import { reportOf, selectLayers } from '../../../../src/core/probe/probe';
import type { Probe, ProbeResult } from '../../../../src/core/probe/probe';
import type { ProbeFacts } from '../../../../src/core/probe/probeContext';
import { Secret, reveal } from '../../../../src/core/secret';
import type { Container } from '../../../../src/core/stack/container';
import { container } from '../../support/builders';
import { sampleProject } from '../../support/resolve';

const PORTS: Record<string, readonly [published: number, target: number]> = {
  'langfuse-web': [3000, 3000],
  'langfuse-worker': [3030, 3030],
  clickhouse: [8123, 8123],
  postgres: [5432, 5432],
  redis: [6379, 6379],
  minio: [9090, 9000],
};

/** As `docker compose up` creates it: with what the files say. */
function running(name: string, more: Partial<Container> = {}, project = sampleProject()): Container {
  const variables = [...(project.services.get(name)?.environment.values() ?? [])];
  const environment = new Map(variables.map((each) => [each.name, new Secret(reveal(each.value))]));
  return container(name, { environment, ...more });
}

function allRunning(project: ComposeProject): readonly Container[] {
  return Object.entries(PORTS).map(([name, [published, target]]) =>
    running(name, { ports: [{ hostIp: '0.0.0.0', published, target, protocol: 'tcp' }] }, project),
  );
}

const RUNNING = allRunning(sampleProject());

suite('planProbes', () => {
  test('looks at the sample in five layers', () => {
    assert.deepEqual(
      planned().map(({ id, layer }) => `${layer} ${id}`),
      [
        ...['langfuse-web', 'langfuse-worker', 'clickhouse', 'postgres', 'redis', 'minio'].flatMap(
          (name) => `1 containers/${name}`,
        ),
        ...['langfuse-web', 'langfuse-worker', 'clickhouse', 'postgres', 'redis', 'minio'].flatMap(
          (name) => `2 port/${name}`,
        ),
        '2 network/langfuse-web',
        '2 network/langfuse-worker',
        '3 clickhouse/login',
        '3 clickhouse/grants',
        '3 postgres/login',
        '3 redis/login',
        '3 redis/memory',
        '3 s3/login',
        '3 s3/write',
        '3 web/health',
        '3 worker/health',
        '4 clickhouse/migrations',
        '4 clickhouse/timezone',
        '4 clickhouse/disk',
        '4 postgres/migrations',
        '4 postgres/timezone',
        '5 pipeline/trace',
      ],
    );
  });

  test('what a probe requires stands before it', () => {
    const ids = planned().map(({ id }) => id);
    for (const [index, { requires }] of planned().entries()) {
      for (const id of requires) assert.ok(ids.includes(id) && ids.indexOf(id) < index, id);
    }
  });

  test('no secret is an argument of a program', () => {
    const project = sampleProject();
    const secrets = [...project.environment.values()].flatMap(({ value }) =>
      value instanceof Secret ? value.reveal() : [],
    );
    assert.ok(secrets.length >= 9);
    for (const probe of planned()) {
      if (probe.kind !== 'exec') continue;
      for (const secret of secrets) assert.ok(!probe.argv.join(' ').includes(secret), probe.id);
    }
  });

  test('logs in as web does, with what its container received rather than with today’s files', () => {
    const environment = new Map([
      ['CLICKHOUSE_URL', new Secret('http://clickhouse:8123')],
      ['CLICKHOUSE_USER', new Secret('alice')],
      ['CLICKHOUSE_PASSWORD', new Secret('of the container')],
    ]);
    const probes = planned({}, replaced(running('langfuse-web', { environment })));
    const probe = find(probes, 'clickhouse/login', 'exec');
    assert.equal(reveal(probe.environment.get('CLICKHOUSE_PASSWORD') ?? ''), 'of the container');
    assert.equal(reveal(probe.environment.get('CLICKHOUSE_USER') ?? ''), 'alice');
  });

  test('a worker with a password of its own is asked for as well', () => {
    const worker = running('langfuse-worker');
    const environment = new Map([...worker.environment, ['REDIS_AUTH', new Secret('of the worker')]]);
    const probes = planned({}, replaced({ ...worker, environment }));
    const logins = probes.filter(({ id }) => id.includes('/login')).map(({ id }) => id);
    assert.deepEqual(logins, [
      'clickhouse/login',
      'postgres/login',
      'redis/login',
      'redis/login/langfuse-worker',
      's3/login',
    ]);
    const password = (id: string) => reveal(find(probes, id, 'exec').environment.get('REDISCLI_AUTH') ?? '');
    assert.equal(password('redis/login/langfuse-worker'), 'of the worker');
    assert.equal(password('redis/login'), 'secret-of-REDIS_AUTH');
    assert.ok(
      probes.find(({ id }) => id === 'pipeline/trace')?.requires.includes('redis/login/langfuse-worker'),
    );
  });

  test('web and worker connect to everything from inside, without a secret', () => {
    const { argv, container: id, environment } = find(planned(), 'network/langfuse-worker', 'exec');
    assert.deepEqual(argv.slice(3), ['clickhouse:8123', 'postgres:5432', 'redis:6379', 'minio:9000']);
    assert.equal(id, running('langfuse-worker').id);
    assert.deepEqual([...environment], [['NODE_OPTIONS', '']]);
  });

  test('what the image brings is looked up where it runs', () => {
    const { beside } = find(planned(), 'postgres/migrations', 'exec');
    assert.deepEqual(beside?.argv, ['ls', 'packages/shared/prisma/migrations']);
    const stopped = replaced(running('langfuse-web', { status: 'exited' }));
    assert.equal(find(planned({}, stopped), 'postgres/migrations', 'exec').beside, undefined);
  });

  test('a trace is looked for in the queues and tables of the worker', () => {
    const environment = new Map([
      ...running('langfuse-worker').environment,
      ['REDIS_KEY_PREFIX', new Secret('lf')],
      ['LANGFUSE_OTEL_INGESTION_QUEUE_SHARD_COUNT', new Secret('2')],
      ['CLICKHOUSE_DB', new Secret("o'db")],
    ]);
    const { hops } = find(
      planned({}, replaced(running('langfuse-worker', { environment }))),
      'pipeline/trace',
      'trace',
    );
    assert.deepEqual(hops.queue?.argv.slice(-4), [
      '3',
      'lf:otel-ingestion-queue',
      'lf:otel-ingestion-queue-1',
      'lf:ingestion-queue',
    ]);
    assert.match(hops.rows?.('abc').argv.join(' ') ?? '', /merge\('o\\'db'.* trace_id = 'abc'/);
  });

  test('the keys of another service of the stack will do', () => {
    const gateway =
      '\n  gateway:\n    image: gateway:1\n    environment:\n      LANGFUSE_PUBLIC_KEY: pk-lf-1\n      LANGFUSE_SECRET_KEY: sk-lf-1\n';
    const change = (text: string) =>
      text
        .replace(/LANGFUSE_INIT_PROJECT_SECRET_KEY: .*/, '')
        .replace('\nservices:', `\nservices:${gateway}`);
    const probe = find(planned({}, undefined, change), 'pipeline/trace', 'trace');
    assert.equal(reveal(probe.publicKey), 'pk-lf-1');
  });

  test('asks Postgres over the network, since loopback needs no password', () => {
    const { argv, environment } = find(planned(), 'postgres/login', 'exec');
    assert.ok(argv.includes('--host=postgres'));
    assert.equal(reveal(environment.get('PGPASSWORD') ?? ''), 'secret-of-POSTGRES_PASSWORD');
  });

  test('asks S3 at the published port', () => {
    const { endpoint, name, prefix } = find(planned(), 's3/login', 's3-list').bucket;
    assert.deepEqual(
      [endpoint, name, prefix],
      ['http://127.0.0.1:9090', 'langfuse', 'events/langfuse-stack-probe/'],
    );
  });

  test('asks S3 and sends the trace through Langfuse’s containers where no port is published', () => {
    const probes = planned(
      {},
      RUNNING.map(({ service }) => running(service)),
    );
    const { bucket, tunnel } = find(probes, 's3/login', 's3-list');
    assert.equal(bucket.endpoint, 'http://minio:9000');
    assert.deepEqual(tunnel, {
      project: 'ai-gateway',
      port: 9000,
      entrances: [
        { service: 'langfuse-web', program: 'node', host: 'minio' },
        { service: 'langfuse-worker', program: 'node', host: 'minio' },
      ],
      reason: 'minio publishes no port 9000',
    });
    assert.equal(find(probes, 'pipeline/trace', 'trace').baseUrl, 'http://langfuse-web:3000');
  });

  test('takes no loopback address of another machine for one of this', () => {
    const here = RUNNING.map((each) => ({
      ...each,
      ports: each.ports.map((port) => ({ ...port, hostIp: '127.0.0.1' })),
    }));
    const probes = planned({ engineHost: 'far.example' }, here);
    assert.equal(find(probes, 'port/redis', 'known').verdict.outcome, 'not-checked');
    assert.equal(find(probes, 'web/health', 'exec').argv[0], 'wget');
    assert.match(find(probes, 's3/login', 's3-list').tunnel?.reason ?? '', /for its own machine only/);
    assert.doesNotMatch(JSON.stringify(probes.filter(({ kind }) => kind !== 'exec')), /127\.0\.0\.1/);
    const everywhere = find(planned({ engineHost: 'far.example' }), 'port/redis', 'connect');
    assert.deepEqual(everywhere.addresses, [{ host: 'far.example', port: 6379 }]);
  });

  test('writes an IPv6 address into a URL with its brackets', () => {
    const ports = [{ hostIp: '::1', published: 3000, target: 3000, protocol: 'tcp' as const }];
    const { url } = find(planned({}, replaced(running('langfuse-web', { ports }))), 'web/health', 'http');
    assert.equal(new URL(url).host, '[::1]:3000');
  });

  test('asks a health route inside the container where no port is published', () => {
    const web = running('langfuse-web');
    const probe = find(planned({}, replaced(web)), 'web/health', 'exec');
    assert.match(probe.argv.join(' '), /^wget .* http:\/\/langfuse-web:3000\/api\/public\/health/);
  });

  test('a loopback address inside a container is a failure of its own', () => {
    const change = (text: string) => text.replace('http://clickhouse:8123', 'http://localhost:8123');
    const probe = find(planned({}, undefined, change), 'clickhouse/login', 'known');
    assert.equal(probe.verdict.outcome, 'failed');
    assert.match(probe.verdict.evidence, /localhost.*CLICKHOUSE_URL/);
  });

  test('a store outside the project is not checked', () => {
    const change = (text: string) => text.replace('REDIS_HOST: redis', 'REDIS_HOST: cache.example.org');
    assert.equal(find(planned({}, undefined, change), 'redis/login', 'known').verdict.outcome, 'not-checked');
  });

  test('without project keys the pipeline is not checked', () => {
    const change = (text: string) => text.replace(/LANGFUSE_INIT_PROJECT_SECRET_KEY: .*/, '');
    assert.match(find(planned({}, undefined, change), 'pipeline/trace', 'known').verdict.evidence, /keys/);
  });

  test('a login needs a container that runs, whatever its health', () => {
    const stopped = replaced(running('redis', { status: 'exited', restartPolicy: 'always' }));
    assert.deepEqual(planned({}, stopped).find(({ id }) => id === 'redis/login')?.requires, [
      'containers/redis',
    ]);
    const sick = { status: 'unhealthy', failingStreak: 3, lastOutput: 'no', lastExitCode: 1 } as const;
    const unhealthy = planned({}, replaced(running('redis', { health: sick })));
    assert.deepEqual(unhealthy.find(({ id }) => id === 'redis/login')?.requires, []);
    assert.equal(find(unhealthy, 'containers/redis', 'known').verdict.outcome, 'failed');
  });

  test('a service that still starts is not well', () => {
    const starting = {
      status: 'starting',
      failingStreak: 0,
      lastOutput: undefined,
      lastExitCode: undefined,
    } as const;
    const probes = planned({}, replaced(running('redis', { health: starting })));
    assert.equal(find(probes, 'containers/redis', 'known').verdict.outcome, 'failed');
  });

  test('an engine that does not answer is seen by no container probe', () => {
    const probes = planned({ containers: { unseen: 'Cannot reach Docker.' } });
    const verdicts = probes.flatMap((probe) =>
      probe.layer === 1 && probe.kind === 'known' ? [probe.verdict] : [],
    );
    assert.equal(verdicts.length, 6);
    for (const verdict of verdicts)
      assert.deepEqual(verdict, { outcome: 'could-not-see', evidence: 'Cannot reach Docker.' });
  });
});

suite('selectLayers', () => {
  test('takes along what the layers require, and nothing else', () => {
    assert.deepEqual(
      selectLayers(planned(), [4]).map(({ id }) => id),
      [
        'clickhouse/login',
        'postgres/login',
        'clickhouse/migrations',
        'clickhouse/timezone',
        'clickhouse/disk',
        'postgres/migrations',
        'postgres/timezone',
      ],
    );
  });
});

suite('reportOf', () => {
  const outcome = (...outcomes: ProbeResult['outcome'][]) =>
    reportOf(
      outcomes.map((each) => ({ id: '', layer: 1, service: '', outcome: each, evidence: '', ms: 0, at: '' })),
    ).outcome;

  test('is as bad as its worst probe', () => {
    assert.equal(outcome('ok', 'failed', 'could-not-see'), 'failed');
    assert.equal(outcome('ok', 'could-not-see', 'not-checked'), 'could-not-see');
    assert.equal(outcome('not-checked', 'ok'), 'ok');
  });

  test('nothing checked is not green', () => {
    assert.equal(outcome('not-checked'), 'not-checked');
    assert.equal(outcome(), 'not-checked');
  });
});

function planned(
  facts: Partial<ProbeFacts> = {},
  containers?: readonly Container[],
  change?: (compose: string) => string,
): readonly Probe[] {
  const project = sampleProject(change);
  return planProbes(project, {
    containers: containers ?? allRunning(project),
    engineHost: '127.0.0.1',
    ...facts,
  });
}

function replaced(one: Container): readonly Container[] {
  return RUNNING.map((each) => (each.service === one.service ? one : each));
}

function find<K extends Probe['kind']>(
  probes: readonly Probe[],
  id: string,
  kind: K,
): Extract<Probe, { kind: K }> {
  const probe = probes.find((candidate) => candidate.id === id);
  assert.equal(probe?.kind, kind);
  return probe as Extract<Probe, { kind: K }>;
}
