import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ANY_PORTS } from './anyPorts';
import type { Engine } from './engine';
import { acquireEngine } from './engine';
import { ensureImages, imageSource } from './images';
import { removeProject } from './removeProject';
import { run, tryRun } from './run';

const SAMPLE = join(__dirname, '../../samples/ai-gateway');
const PROGRAM = ['--import', 'tsx', join(__dirname, '../../src/cliMain.ts')];
const PROJECT = `upgrade-test-${process.pid}`;
/** One that is there under every source of images, and names that the tests give to the same one. */
const VERSION = '3.225.4';
const OLDER = '3.225.3';
const NEWER = '3.225.90';
const SERVICES = {
  'langfuse-web': 'docker.io/langfuse/langfuse',
  'langfuse-worker': 'docker.io/langfuse/langfuse-worker',
};

/** Each step needs the last. */
suite('an upgrade on a real engine', function () {
  this.timeout(300_000);
  let engine: Engine;
  let env: NodeJS.ProcessEnv;
  let folder: string;
  let file: string;

  suiteSetup(async function () {
    // Engine and images may have to be made first.
    this.timeout(600_000);
    engine = await acquireEngine();
    await ensureImages({
      source: imageSource(process.env['LANGFUSE_STACK_IMAGES']),
      environment: engine.environment,
    });
    env = { ...process.env, ...engine.environment };
    for (const image of Object.values(SERVICES))
      for (const tag of [OLDER, NEWER])
        await run('docker', ['tag', `${image}:${VERSION}`, `${image}:${tag}`], { env });
    folder = await mkdtemp(join(tmpdir(), 'upgrade-test-'));
    file = join(folder, 'compose.yaml');
    const compose = await readFile(join(SAMPLE, 'compose.yaml'), 'utf8');
    await writeFile(
      file,
      compose.replace(/^name: .*$/m, `name: ${PROJECT}`).replaceAll(`:${VERSION}`, `:${OLDER} # as of today`),
    );
    await copyFile(join(SAMPLE, '.env.example'), join(folder, '.env.example'));
    await writeFile(join(folder, 'compose.override.yaml'), ANY_PORTS);
    await run(process.execPath, [...PROGRAM, 'secrets', '--write', folder], { env });
    await run('docker', ['compose', 'up', '--detach', '--wait'], { cwd: folder, env });
  });

  suiteTeardown(async () => {
    await removeProject(PROJECT, env);
    for (const image of Object.values(SERVICES))
      for (const tag of [OLDER, NEWER]) await tryRun('docker', ['image', 'rm', `${image}:${tag}`], { env });
    await rm(folder, { recursive: true });
    await engine.stop();
  });

  test('to a version that does not exist leaves files and containers as they were', async () => {
    const [text, containers] = [await readFile(file), await images()];
    const { code, stderr } = await upgrade('3.225.91', '--apply', '--yes');
    assert.equal(code, 1);
    assert.match(
      stderr,
      /Stopped at step 2 of 5 \(Pull .*No container was touched\..* The files are as they were\.\n/,
    );
    assert.ok(text.equals(await readFile(file)));
    assert.deepEqual(await images(), containers);
  });

  test('to one that exists changes two tags, and both containers', async () => {
    const before = (await readFile(file, 'utf8')).split('\n');
    const { code, stdout, stderr } = await upgrade(VERSION, '--apply', '--yes');
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^ {2}Recreate langfuse-web: edited since: image\n {2}Recreate langfuse-worker: /m);
    assert.doesNotMatch(stdout, /Refused|was not/);
    assert.match(stderr, /probes passed\nDone\.\n$/);
    assert.deepEqual(await images(), running(VERSION));
    const after = (await readFile(file, 'utf8')).split('\n');
    const changed = after.filter((line, index) => line !== before[index]);
    assert.equal(after.length, before.length);
    assert.deepEqual(
      changed.map((line) => line.trim()),
      Object.values(SERVICES).map((image) => `image: ${image}:${VERSION} # as of today`),
    );
  });

  test('back, and to what runs already, is refused', async () => {
    assert.match((await upgrade(OLDER)).stdout, /langfuse-web is 3\.225\.4, and 3\.225\.3 is older/);
    assert.match((await upgrade(VERSION)).stdout, /Web and worker run 3\.225\.4 already/);
  });

  test('that is killed after its edits is finished by the next one', async () => {
    await killAtSecondStep(NEWER);
    assert.match(await readFile(file, 'utf8'), /langfuse:3\.225\.90 #/);
    const { code, stdout, stderr } = await upgrade(NEWER, '--apply', '--yes');
    assert.equal(code, 0, stderr);
    assert.doesNotMatch(stdout, /Edits:/);
    assert.deepEqual(await images(), running(NEWER));
  });

  test('on a half done migration is refused', async () => {
    const dirty = 'INSERT INTO schema_migrations SELECT 37, 1, max(sequence) + 1 FROM schema_migrations';
    await run(
      'docker',
      ['compose', 'exec', '--no-TTY', 'clickhouse', 'clickhouse-client', '--query', dirty],
      {
        cwd: folder,
        env,
      },
    );
    const { code, stdout } = await upgrade('3.225.91');
    assert.equal(code, 1);
    assert.match(stdout, /^Refused:\n {2}Migration 37 of ClickHouse stopped half-way/m);
  });

  function upgrade(to: string, ...words: readonly string[]) {
    return tryRun(process.execPath, [...PROGRAM, 'plan', 'upgrade', '--to', to, ...words, folder], { env });
  }

  /** As nothing can be killed that cleans up. */
  async function killAtSecondStep(to: string): Promise<void> {
    const words = ['plan', 'upgrade', '--to', to, '--apply', '--yes', folder];
    const program = spawn(process.execPath, [...PROGRAM, ...words], {
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const ended = once(program, 'exit');
    for await (const line of createInterface({ input: program.stderr }))
      if (line.startsWith('[2/')) program.kill('SIGKILL');
    await ended;
  }

  function running(tag: string): readonly string[] {
    return Object.values(SERVICES)
      .map((image) => `${image}:${tag}`)
      .sort();
  }

  /** What the containers of Langfuse were created from. */
  async function images(): Promise<readonly string[]> {
    const ids = (
      await run('docker', ['compose', 'ps', '--quiet', ...Object.keys(SERVICES)], { cwd: folder, env })
    )
      .trim()
      .split('\n');
    const text = await run('docker', ['inspect', '--format', '{{.Config.Image}}', ...ids], { env });
    return text.trim().split('\n').sort();
  }
});
