import assert from 'node:assert/strict';
import { once } from 'node:events';
import { appendFile, cp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { readComposeVersion, readEngineVersion } from '../../../src/adapters/checklistFacts';
import { systemClock } from '../../../src/adapters/clock';
import { ComposeCli } from '../../../src/adapters/composeCli';
import { DockerEngine } from '../../../src/adapters/docker';
import { LogFollower } from '../../../src/adapters/followLogs';
import { runPlan } from '../../../src/adapters/planRunner';
import { planFor, planTools } from '../../../src/adapters/planTools';
import { loadStack } from '../../../src/adapters/stackFiles';
import type { LoadedStack } from '../../../src/adapters/stackFiles';
import type { CliCommand } from '../../../src/cli/command';
import { planCommand } from '../../../src/cli/plan';
import { probeCommand } from '../../../src/cli/probe';
import { secretsCommand } from '../../../src/cli/secrets';
import type { ProbeReport } from '../../../src/core/probe/probe';
import type { Wish } from '../../../src/core/stack/plans/makePlan';
import { eachNeedsTheLast } from '../../e2e/eachNeedsTheLast';
import type { TemporaryFolder } from '../../host/temporaryFolder';
import { createTemporaryFolder } from '../../host/temporaryFolder';
import type { Engine } from '../engine';
import { acquireOldestEngine } from '../engine';
import { engineWithImages } from '../engineWithImages';
import { removeProject } from '../removeProject';
import { run, tryRun } from '../run';
import { RowWatch } from './rowWatch';

const SAMPLE = join(__dirname, '../../../samples/ai-gateway');
const PROJECT = 'oldest';
const WEB_PORT = 15000;
const CLICKHOUSE_VOLUME = `${PROJECT}_clickhouse_data`;

/** Away from the ports of other stacks, which may run beside it. */
const ports = (web: number): string => `name: ${PROJECT}
services:
  langfuse-web: { ports: !override ['127.0.0.1:${web}:3000'] }
  langfuse-worker: { ports: !override ['127.0.0.1:15030:3030'] }
  clickhouse: { ports: !override ['127.0.0.1:15123:8123', '127.0.0.1:15900:9000'] }
  postgres: { ports: !override ['127.0.0.1:15432:5432'] }
  redis: { ports: !override ['127.0.0.1:15379:6379'] }
  minio: { ports: !override ['127.0.0.1:15090:9000', '127.0.0.1:15091:9001'] }
`;

/** A stack from nothing to an answer and back to nothing, as on the newest engine. Each step needs the last. */
suite('the life of a stack on the oldest supported engine', function () {
  this.timeout(120_000);
  eachNeedsTheLast();
  const signal = new AbortController().signal;
  let installed: Engine;
  let environment: NodeJS.ProcessEnv;
  let scratch: TemporaryFolder;
  let folder: string;
  let engine: DockerEngine;
  let rows: RowWatch;

  suiteSetup(async function () {
    // Engine and images may have to be made first.
    this.timeout(600_000);
    installed = await engineWithImages(acquireOldestEngine);
    environment = { ...process.env, ...installed.environment };
    await removeProject(PROJECT, environment);
    scratch = await createTemporaryFolder('oldest');
    folder = join(scratch.path, 'stack');
    await cp(SAMPLE, folder, { recursive: true });
    await rm(join(folder, '.env'), { force: true });
    await writeOverride(ports(WEB_PORT));
    engine = new DockerEngine({ environment, homeFolder: homedir(), platform: process.platform });
    rows = new RowWatch(engine, await load());
  });

  suiteTeardown(async () => {
    rows.close();
    await removeProject(PROJECT, environment);
    await scratch.remove();
    await installed.stop();
  });

  test('it is the oldest', async () => {
    const versions = [
      await readEngineVersion(engine, signal),
      await readComposeVersion({ folder, environment, signal }),
    ];
    assert.match(JSON.stringify(versions), /^\[{"version":"20\.10\.[^"]*"},{"version":"2\.26\.[^"]*"}\]$/);
  });

  test('up starts it, and the rows follow', async () => {
    const secrets = await cli(secretsCommand, '--write', folder);
    assert.equal(secrets.code, 0, secrets.stderr);
    rows.use(await load());
    const { code, stdout, stderr } = await cli(planCommand, 'up', '--apply', '--yes', folder);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /Create langfuse-web/);
    assert.match(stderr, /6 of 6 well[\s\S]*probes passed\nDone\.\n$/);
    await rows.until((all) => all.length === 6 && all.every(({ kind }) => kind === 'healthy'));
    for (const { name } of rows.rows)
      assert.ok(
        rows.statesOf(name).includes('starting'),
        `${name} was seen as ${rows.statesOf(name).join(', ')}`,
      );
    assert.ok(
      rows.rows.every(({ drift }) => drift === undefined),
      'what was just created differs from the files',
    );
  });

  test('every probe passes, down to a trace', async () => {
    const { code, stdout } = await cli(probeCommand, '--format', 'json', folder);
    const { probes } = JSON.parse(stdout) as ProbeReport;
    assert.deepEqual(
      probes.filter(({ outcome }) => outcome !== 'ok'),
      [],
    );
    assert.equal(code, 0);
  });

  test('rows have ports, images, volumes with sizes, and what runs in them', async () => {
    const { ports: published, image, volumes, replicas } = rows.row('clickhouse');
    assert.deepEqual(published.map(({ published: port }) => port).sort(), [15123, 15900]);
    assert.equal(image, 'docker.io/clickhouse/clickhouse-server:25.8');
    assert.equal(volumes.find(({ target }) => target === '/var/lib/clickhouse')?.name, CLICKHOUSE_VOLUME);
    assert.ok(((await engine.volumeSizes(signal)).get(CLICKHOUSE_VOLUME) ?? 0) > 0);
    const id = replicas[0]!.containerId;
    assert.ok((await engine.listPrograms(id, signal)).length > 0);
    const { exitCode, stdout } = await engine.exec(id, ['sh', '-c', 'echo "$NAME"'], {
      environment: ['NAME=by the environment'],
      signal,
    });
    assert.deepEqual([exitCode, stdout], [0, 'by the environment\n']);
    assert.deepEqual(
      (await engine.findPublishers(15123, signal)).map(({ service }) => service),
      ['clickhouse'],
    );
  });

  test('one service stops and starts, and its log goes on with no line twice', async () => {
    const stop = new AbortController();
    const lines: string[] = [];
    const remarks: string[] = [];
    let onEntry: () => void = () => undefined;
    new LogFollower({
      engine,
      projectName: PROJECT,
      services: ['redis'],
      tail: 100,
      clock: systemClock,
      see: () => undefined,
      emit: ({ kind, text }) => {
        (kind === 'line' ? lines : remarks).push(text);
        onEntry();
      },
    }).follow(stop.signal);
    const untilEntries = async (areThere: () => boolean): Promise<void> => {
      while (!areThere()) await new Promise<void>((resolve) => (onEntry = resolve));
    };
    const isReady = (): number => lines.filter((line) => line.includes('Ready to accept connections')).length;
    try {
      await untilEntries(() => isReady() === 1);
      await carryOut({ operation: 'stop', service: 'redis' });
      await rows.untilRow('redis', ({ kind }) => kind === 'stopped');
      await untilEntries(() => remarks.some((text) => text.includes('ended with exit code 0')));
      await carryOut({ operation: 'start', service: 'redis' });
      await rows.untilRow('redis', ({ kind }) => kind === 'healthy');
      await untilEntries(() => isReady() === 2);
    } finally {
      stop.abort();
    }
    assert.ok(remarks.some((text) => text.includes('started again')));
    assert.equal(isReady(), 2);
  });

  test('an edit shows as drift, and recreate applies it', async () => {
    await appendFile(join(folder, '.env'), '\nTELEMETRY_ENABLED=false\n');
    const stack = await load();
    rows.use(stack);
    const drifted = (): readonly string[] =>
      rows.rows.flatMap(({ name, drift }) =>
        drift === undefined ? [] : [`${name}: ${drift.variables.join(', ')}`],
      );
    const [web, worker] = ['langfuse-web: TELEMETRY_ENABLED', 'langfuse-worker: TELEMETRY_ENABLED'];
    assert.deepEqual(drifted(), [web, worker]);
    await carryOut({ operation: 'recreate', service: 'langfuse-web' });
    await rows.untilRow('langfuse-web', ({ kind, drift }) => kind === 'healthy' && drift === undefined);
    assert.deepEqual(drifted(), [worker]);
  });

  test('a service that ends by itself has failed, with its exit code', async () => {
    await writeOverride(
      ports(WEB_PORT).replace(
        'services:',
        "services:\n  redis-job: { image: 'docker.io/redis:7.4', command: ['sh', '-c', 'exit 7'] }",
      ),
    );
    rows.use(await load());
    await run('docker', ['compose', 'up', '--detach', 'redis-job'], { cwd: folder, env: environment });
    await rows.untilRow('redis-job', ({ kind, reason }) => kind === 'failed' && reason === 'exit code 7');
    await run('docker', ['rm', rows.row('redis-job').replicas[0]!.containerId], { env: environment });
    await writeOverride(ports(WEB_PORT));
    rows.use(await load());
  });

  test('a port that another process took is named, in the message and in the row', async () => {
    const server = createServer().listen(WEB_PORT + 1, '127.0.0.1');
    await once(server, 'listening');
    try {
      await writeOverride(ports(WEB_PORT + 1));
      rows.use(await load());
      const { code, stderr } = await cli(planCommand, 'up', '--apply', '--yes', folder);
      assert.equal(code, 1);
      assert.match(stderr, /Port 15001, which langfuse-web publishes, is taken by another process/);
      // The engine has no event for it: the editor sees it when it looks again.
      rows.refresh();
      await rows.untilRow('langfuse-web', ({ kind }) => kind === 'failed');
      assert.match(rows.row('langfuse-web').reason ?? '', /address already in use/);
    } finally {
      server.close();
      await writeOverride(ports(WEB_PORT));
      rows.use(await load());
    }
  });

  test('what only a newer engine can do is refused before anything is touched', async () => {
    await writeOverride(
      ports(WEB_PORT).replace('redis: { ', "redis: { healthcheck: { start_interval: '1s' }, "),
    );
    const { code, stdout, stderr } = await cli(planCommand, 'up', '--apply', '--yes', folder);
    assert.equal(code, 1);
    assert.match(
      stdout,
      /^Refused:\n {2}redis: healthcheck\.start_interval needs Docker Engine 25 or newer/m,
    );
    assert.equal(stderr, '');
    // That is what compose says as well, once it comes to the service.
    const { stderr: said } = await tryRun('docker', ['compose', 'up', '--detach', 'redis'], {
      cwd: folder,
      env: environment,
    });
    assert.match(said, /can't set healthcheck\.start_interval as feature require Docker Engine v25/);
    await writeOverride(ports(WEB_PORT));
  });

  test('reset makes a new ClickHouse volume, and the stack is well again', async () => {
    const before = await engine.inspectVolume(CLICKHOUSE_VOLUME, signal);
    const { code, stdout, stderr } = await cli(planCommand, 'reset', '--apply', '--yes', folder);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /oldest_clickhouse_data/);
    const after = await engine.inspectVolume(CLICKHOUSE_VOLUME, signal);
    assert.notEqual(after?.createdAt, before?.createdAt);
    await rows.until((all) => all.every(({ kind }) => kind === 'healthy'));
  });

  test('an upgrade edits two lines, and web and worker are replaced', async () => {
    const file = join(folder, 'compose.yaml');
    const before = await readFile(file, 'utf8');
    const images = ['docker.io/langfuse/langfuse', 'docker.io/langfuse/langfuse-worker'];
    // Another name for what runs.
    for (const image of images)
      await run('docker', ['tag', `${image}:3.225.4`, `${image}:3.225.90`], { env: environment });
    try {
      const { code, stderr } = await cli(
        planCommand,
        'upgrade',
        '--to',
        '3.225.90',
        '--apply',
        '--yes',
        folder,
      );
      assert.equal(code, 0, stderr);
      assert.match(stderr, /probes passed\nDone\.\n$/);
      rows.use(await load());
      for (const [index, name] of ['langfuse-web', 'langfuse-worker'].entries())
        await rows.untilRow(
          name,
          ({ kind, image, drift }) =>
            kind === 'healthy' && drift === undefined && image === `${images[index] ?? ''}:3.225.90`,
        );
      assert.equal(await readFile(file, 'utf8'), before.replaceAll(':3.225.4', ':3.225.90'));
    } finally {
      for (const image of images)
        await tryRun('docker', ['image', 'rm', `${image}:3.225.90`], { env: environment });
    }
  });

  test('down removes the containers and keeps the data', async () => {
    const { code, stderr } = await cli(planCommand, 'down', '--apply', '--yes', folder);
    assert.equal(code, 0, stderr);
    await rows.until((all) => all.every(({ kind }) => kind === 'not-created'));
    assert.deepEqual(await engine.listNetworks(PROJECT, signal), []);
    assert.equal((await engine.listVolumes(PROJECT, signal)).length, 5);
  });

  function load(): Promise<LoadedStack> {
    return loadStack(folder, { environment });
  }

  async function writeOverride(text: string): Promise<void> {
    await writeFile(join(folder, 'compose.override.yaml'), text);
  }

  /** As the editor does it. */
  async function carryOut(wish: Wish): Promise<void> {
    const stack = await load();
    const engineHost = () => Promise.resolve('127.0.0.1');
    const plan = await planFor(wish, stack, { engine, engineHost, levels: new Map(), signal });
    const compose = new ComposeCli({ environment, engine });
    const tools = planTools(stack, {
      engine,
      compose,
      clock: systemClock,
      engineHost: '127.0.0.1',
      waitMs: 60_000,
    });
    const events = runPlan(plan, tools, signal);
    while ((await events.next()).done !== true);
  }

  async function cli(
    command: CliCommand,
    ...args: readonly string[]
  ): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
    const printed = { stdout: '', stderr: '' };
    const code = await command.run(args, {
      stdout: (text) => (printed.stdout += text),
      stderr: (text) => (printed.stderr += text),
      environment,
      signal,
    });
    return { code, ...printed };
  }
});
