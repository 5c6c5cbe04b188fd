import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { ANY_PORTS } from './anyPorts';
import type { Engine } from './engine';
import { engineWithImages } from './engineWithImages';
import { run, tryRun } from './run';
import type { RunResult } from './run';
import { SampleStack } from './sampleStack';

/** One that is there under every source of images, and names that the tests give to the same one. */
const VERSION = '3.225.4';
const OLDER = '3.225.3';
const NEWER = '3.225.90';
const SERVICES = {
  'langfuse-web': 'docker.io/langfuse/langfuse',
  'langfuse-worker': 'docker.io/langfuse/langfuse-worker',
};
const NAMES = Object.values(SERVICES).flatMap((image) => [OLDER, NEWER].map((tag) => ({ image, tag })));

/** Each step needs the last. */
suite('an upgrade on a real engine', function () {
  this.timeout(300_000);
  let engine: Engine;
  let env: NodeJS.ProcessEnv;
  let stack: SampleStack;

  suiteSetup(async function () {
    this.timeout(600_000);
    engine = await engineWithImages();
    env = { ...process.env, ...engine.environment };
    for (const { image, tag } of NAMES)
      await run('docker', ['tag', `${image}:${VERSION}`, `${image}:${tag}`], { env });
    stack = await SampleStack.start('upgrade-test', engine, (compose) =>
      compose.replaceAll(`:${VERSION}`, `:${OLDER} # as of today`),
    );
  });

  suiteTeardown(async () => {
    await stack.remove();
    for (const { image, tag } of NAMES) await tryRun('docker', ['image', 'rm', `${image}:${tag}`], { env });
    await engine.stop();
  });

  test('to a version that does not exist leaves files and containers as they were', async () => {
    const [text, containers] = [await readFile(stack.composeFile), await images()];
    const { code, stderr } = await upgrade('3.225.91', '--apply', '--yes');
    assert.equal(code, 1);
    assert.match(
      stderr,
      /Stopped at step 2 of 5 \(Pull .*No container was touched\..* The files are as they were\.\n/,
    );
    assert.ok(text.equals(await readFile(stack.composeFile)));
    assert.deepEqual(await images(), containers);
  });

  test('to one that exists changes two tags, and both containers', async () => {
    const before = (await readFile(stack.composeFile, 'utf8')).split('\n');
    const { code, stdout, stderr } = await upgrade(VERSION, '--apply', '--yes');
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^ {2}Recreate langfuse-web: edited since: image\n {2}Recreate langfuse-worker: /m);
    assert.doesNotMatch(stdout, /Refused|was not/);
    assert.match(stderr, /probes passed\nDone\.\n$/);
    assert.deepEqual(await images(), running(VERSION));
    const after = (await readFile(stack.composeFile, 'utf8')).split('\n');
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
    const words = ['plan', 'upgrade', '--to', NEWER, '--apply', '--yes'];
    await stack.killProgram((line) => line.startsWith('[2/'), ...words);
    assert.match(await readFile(stack.composeFile, 'utf8'), /langfuse:3\.225\.90 #/);
    const { code, stdout, stderr } = await upgrade(NEWER, '--apply', '--yes');
    assert.equal(code, 0, stderr);
    assert.doesNotMatch(stdout, /Edits:/);
    assert.deepEqual(await images(), running(NEWER));
  });

  test('like any plan that edits, puts the files back when a container cannot be replaced', async () => {
    const envFile = join(stack.folder, '.env');
    const before = await readFile(envFile);
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    try {
      const { port } = server.address() as AddressInfo;
      await stack.override(ANY_PORTS.replace('127.0.0.1::3000', `127.0.0.1:${port}:3000`));
      const words = ['plan', 'sign-up', '--to', 'open', '--apply', '--yes'];
      const { code, stderr } = await stack.tryProgram(...words);
      assert.equal(code, 1);
      assert.match(stderr, /Stopped at step 2 of 3 .* is taken by .* The files are as they were\.\n$/);
    } finally {
      server.close();
      await stack.override(ANY_PORTS);
    }
    assert.ok(before.equals(await readFile(envFile)));
    await stack.compose('up', '--detach', '--wait');
  });

  test('on a half done migration is refused', async () => {
    await stack.clickHouse(
      'INSERT INTO schema_migrations SELECT 37, 1, max(sequence) + 1 FROM schema_migrations',
    );
    const { code, stdout } = await upgrade('3.225.91');
    assert.equal(code, 1);
    assert.match(stdout, /^Refused:\n {2}Migration 37 of ClickHouse stopped half-way/m);
  });

  function upgrade(to: string, ...words: readonly string[]): Promise<RunResult> {
    return stack.tryProgram('plan', 'upgrade', '--to', to, ...words);
  }

  function running(tag: string): readonly string[] {
    return Object.values(SERVICES)
      .map((image) => `${image}:${tag}`)
      .sort();
  }

  /** What the containers of Langfuse were created from. */
  async function images(): Promise<readonly string[]> {
    const ids = await stack.compose('ps', '--quiet', ...Object.keys(SERVICES));
    const text = await stack.docker('inspect', '--format', '{{.Config.Image}}', ...ids.trim().split('\n'));
    return text.trim().split('\n').sort();
  }
});
