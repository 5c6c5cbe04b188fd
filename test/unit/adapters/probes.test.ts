import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DockerError } from '../../../src/adapters/dockerError';
import { askProbes, probeStack } from '../../../src/adapters/probes';
import type { ProbeEngine, ProbeOptions } from '../../../src/adapters/probes';
import { LAYERS, failed, ok } from '../../../src/core/probe/probe';
import type { Probe, Verdict } from '../../../src/core/probe/probe';
import { Secret } from '../../../src/core/secret';
import { container } from '../support/builders';
import { localPrograms } from '../support/localPrograms';
import { ManualClock } from '../support/manualClock';
import { sampleProject } from '../support/resolve';

suite('askProbes', () => {
  test('a probe whose requirement failed is not checked, and names what stands at the start', async () => {
    const results = await asked([
      known('a', failed('broken')),
      known('b', ok('fine'), ['a']),
      known('c', ok('fine'), ['b']),
      known('d', ok('fine')),
    ]);
    assert.deepEqual(results, [
      'a failed broken',
      'b not-checked Not checked, because a failed.',
      'c not-checked Not checked, because a failed.',
      'd ok fine',
    ]);
  });

  test('what cannot be checked by its nature stands in nobody’s way', async () => {
    const elsewhere: Verdict = { outcome: 'not-checked', evidence: 'elsewhere' };
    assert.deepEqual(await asked([known('a', elsewhere), known('b', ok('fine'), ['a'])]), [
      'a not-checked elsewhere',
      'b ok fine',
    ]);
  });

  test('asks all side by side, also what requires another', async () => {
    const order: string[] = [];
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    const exec = async (id: string) => {
      order.push(id);
      if (id === 'last') release();
      await gate;
      return { exitCode: 0, stdout: '', stderr: '' };
    };
    const results = await asked([program('first'), program('last', ['first'])], { exec });
    assert.deepEqual(order, ['first', 'last']);
    assert.deepEqual(results, ['first ok fine', 'last ok fine']);
  });

  test('what requires a probe that fails is given up, however far it is', async () => {
    let isGivenUp = false;
    const exec = async (id: string, _: unknown, { signal }: { signal: AbortSignal }) => {
      if (id === 'first') return { exitCode: 1, stdout: '', stderr: '' };
      await new Promise((_, reject) =>
        signal.addEventListener('abort', () => {
          isGivenUp = true;
          reject(new Error('aborted'));
        }),
      );
      throw new Error('unreachable');
    };
    const first = program('first', [], failed('broken'));
    assert.deepEqual(await asked([first, program('last', ['first'])], { exec }), [
      'first failed broken',
      'last not-checked Not checked, because first failed.',
    ]);
    assert.ok(isGivenUp);
  });

  test('an answer that is there already does not count when what it requires fails', async () => {
    const order: string[] = [];
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    const exec = async (id: string) => {
      if (id === 'first') await gate;
      order.push(id);
      release();
      return { exitCode: 0, stdout: '', stderr: '' };
    };
    const first = program('first', [], failed('broken'));
    const results = await asked([first, program('last', ['first'])], { exec });
    assert.deepEqual(order, ['last', 'first']);
    assert.match(results[1] ?? '', /^last not-checked/);
  });

  test('what is asked beside is missing where its container cannot be asked', async () => {
    const seen: unknown[] = [];
    const exec = (id: string) =>
      id === 'beside'
        ? Promise.reject(new DockerError('conflict', 'It does not run.'))
        : Promise.resolve({ exitCode: 0, stdout: 'a', stderr: '' });
    const probe: Probe = {
      ...subject('a'),
      kind: 'exec',
      container: 'main',
      argv: [],
      environment: new Map(),
      beside: { container: 'beside', argv: [], environment: new Map() },
      interpret: (answer, beside) => {
        seen.push(answer.stdout, beside);
        return ok('fine');
      },
    };
    assert.deepEqual(await asked([probe], { exec }), ['a ok fine']);
    assert.deepEqual(seen, ['a', undefined]);
  });

  test('a verdict may be about another service', async () => {
    const report = await askProbes([known('a', { ...failed('no'), service: 'worker' })], {
      engine: fakeEngine({}),
      clock: new ManualClock(),
      layers: LAYERS,
      redact: (text) => text,
      signal: new AbortController().signal,
    });
    assert.equal(report.probes[0]!.service, 'worker');
    assert.equal(report.probes[0]!.at, new Date(new ManualClock().now()).toISOString());
  });

  test('evidence is one short line without secrets', async () => {
    const verdict = failed(`first\n  second hunter2 ${'x'.repeat(500)}`);
    const redact = (text: string) => text.replaceAll('hunter2', '***');
    const [result = ''] = await asked([known('a', verdict)], {}, redact);
    assert.match(result, /^a failed first second \*\*\* x+…$/);
    assert.ok(result.length < 330);
  });

  test('an engine that loses the container is no verdict on the service', async () => {
    const exec = () => Promise.reject(new DockerError('conflict', 'The container is not running.'));
    assert.deepEqual(await asked([program('a')], { exec }), [
      'a could-not-see The container is not running.',
    ]);
  });

  test('a bug is not taken for an answer', async () => {
    const exec = () => Promise.reject(new TypeError('bug'));
    await assert.rejects(asked([program('a')], { exec }), TypeError);
  });

  test('cancelling ends it', async () => {
    const controller = new AbortController();
    const exec = () => {
      controller.abort();
      return Promise.reject(new Error('aborted'));
    };
    await assert.rejects(
      asked([program('a')], { exec }, (text) => text, controller.signal),
      { name: 'AbortError' },
    );
  });

  test('cancelling is no answer of what is connected to', async () => {
    const controller = new AbortController();
    const probe: Probe = {
      ...subject('port'),
      kind: 'connect',
      addresses: [{ host: '127.0.0.1', port: 1 }],
      interpret: ([answer]) => failed(answer?.error ?? 'open'),
    };
    const asking = asked([probe], {}, (text) => text, controller.signal);
    controller.abort();
    await assert.rejects(asking, { name: 'AbortError' });
  });

  test('connects and speaks HTTP to what is really there', async () => {
    const server = createServer((_, response) => response.writeHead(503).end('no'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const probes = (): readonly Probe[] => [
      {
        ...subject('open'),
        kind: 'connect',
        addresses: [{ host: '127.0.0.1', port }],
        interpret: ([answer]) => ok(answer?.error ?? 'open'),
      },
      {
        ...subject('http'),
        kind: 'http',
        url: `http://127.0.0.1:${port}/`,
        interpret: (answer) =>
          ok(answer.kind === 'response' ? `${answer.status} ${answer.body}` : answer.error),
      },
    ];
    assert.deepEqual(await asked(probes()), ['open ok open', 'http ok 503 no']);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    assert.deepEqual(await asked(probes()), ['open ok ECONNREFUSED', 'http ok ECONNREFUSED']);
  });
});

suite('a probe through a container', () => {
  const bucket = {
    endpoint: 'http://minio:9000',
    name: 'b',
    prefix: '',
    region: 'r',
    accessKeyId: 'a',
    secretAccessKey: 's',
    isPathStyle: true,
  };
  const list = (port: number): Probe => ({
    ...subject('s3'),
    kind: 's3-list',
    bucket,
    tunnel: {
      project: 'stack',
      port,
      entrances: [{ service: 'web', program: 'node', host: '127.0.0.1' }],
      reason: 'minio publishes no port',
    },
    interpret: (answer) => ok(answer.kind === 'response' ? `${answer.status} ${answer.body}` : answer.error),
  });

  test('asks as the container would, and leaves no program behind', async () => {
    const server = createServer((request, response) =>
      response.end(`${request.headers.host} ${request.url}`),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const engine = localPrograms(['web']);
    assert.deepEqual(await asked([list(port)], engine), [
      's3 ok 200 minio:9000 /b?list-type=2&max-keys=1&prefix=',
    ]);
    await engine.ended();
    server.close();
    await new Promise((resolve) => server.once('close', resolve));
    assert.deepEqual(await asked([list(port)], localPrograms(['web'])), ['s3 ok ECONNREFUSED']);
  });

  test('is no verdict where no container can be entered', async () => {
    const [result] = await asked([list(9000)], localPrograms([]));
    assert.match(result ?? '', /^s3 could-not-see .*web does not run/);
  });
});

suite('probeStack', () => {
  test('a stopped engine is one clear sentence, and nothing is green', async () => {
    const sentence = 'Cannot reach Docker at unix:///var/run/docker.sock. Start Docker, or set DOCKER_HOST.';
    const engine = fakeEngine({ listContainers: () => Promise.reject(new DockerError('absent', sentence)) });
    const report = await probeStack(sampleProject(), options(engine));
    assert.equal(report.outcome, 'could-not-see');
    assert.deepEqual(
      new Set(report.probes.map(({ outcome }) => outcome)),
      new Set(['could-not-see', 'not-checked']),
    );
    assert.equal(report.probes[0]?.evidence, sentence);
  });

  test('no secret of the files or of a container comes out', async () => {
    const engine = fakeEngine({
      // A client that repeats all it was given, as a careless one might.
      exec: (_, argv, { environment = [] }) =>
        Promise.resolve({
          exitCode: 1,
          stdout: '',
          stderr: [...argv, ...environment, 'canary-in-container'].join(' '),
        }),
    });
    const report = await probeStack(sampleProject(), options(engine));
    const text = JSON.stringify(report);
    assert.match(text, /CLICKHOUSE_PASSWORD=|PGPASSWORD=/);
    assert.doesNotMatch(text, /canary|secret-of/);
  });
});

function subject(id: string, requires: readonly string[] = []) {
  return { id, layer: 3, service: 's', requires } as const;
}

function known(id: string, verdict: Verdict, requires: readonly string[] = []): Probe {
  return { ...subject(id, requires), kind: 'known', verdict };
}

function program(id: string, requires: readonly string[] = [], verdict = ok('fine')): Probe {
  const interpret = () => verdict;
  return {
    ...subject(id, requires),
    kind: 'exec',
    container: id,
    argv: [],
    environment: new Map(),
    interpret,
  };
}

async function asked(
  probes: readonly Probe[],
  engine: Partial<ProbeEngine> = {},
  redact = (text: string) => text,
  signal = new AbortController().signal,
): Promise<string[]> {
  const clock = new ManualClock();
  const report = await askProbes(probes, {
    engine: fakeEngine(engine),
    clock,
    layers: LAYERS,
    redact,
    signal,
  });
  return report.probes.map(({ id, outcome, evidence }) => `${id} ${outcome} ${evidence}`);
}

function options(engine: ProbeEngine, clock = new ManualClock()): ProbeOptions {
  return { engine, engineHost: '127.0.0.1', clock, layers: LAYERS, signal: new AbortController().signal };
}

/** Every service runs and is healthy; nothing is published. */
function fakeEngine(more: Partial<ProbeEngine>): ProbeEngine {
  const environment = new Map(
    Object.entries({
      CLICKHOUSE_URL: 'http://clickhouse:8123',
      DATABASE_URL: 'postgresql://langfuse:canary-in-url@postgres/langfuse',
      SOME_TOKEN: 'canary-in-container',
    }).map(([name, value]) => [name, new Secret(value)]),
  );
  const containers = [...sampleProject().services.keys()].map((name) => container(name, { environment }));
  return {
    listContainers: () => Promise.resolve(containers.map((each) => ({ ...each, project: 'ai-gateway' }))),
    inspectContainer: (id) => Promise.resolve(containers.find((each) => each.id === id)),
    exec: () => Promise.resolve({ exitCode: 0, stdout: '', stderr: '' }),
    openProgram: () => Promise.reject(new DockerError('conflict', 'Nothing runs here.')),
    ...more,
  };
}
