import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ComposeCli, ComposeError } from '../../../src/adapters/composeCli';
import type { DockerEngine } from '../../../src/adapters/docker';
import { DockerError } from '../../../src/adapters/dockerError';
import type { ComposeFailure } from '../../../src/core/stack/composeFailure';
import { sampleProject } from '../support/resolve';

const never = new AbortController().signal;

suite('ComposeCli', () => {
  let folder: string;
  setup(async () => (folder = await mkdtemp(join(tmpdir(), 'compose-'))));
  teardown(() => rm(folder, { recursive: true }));

  /** A program in the place of docker, with the body of a script for Node. */
  async function composeWith(
    body: string,
    options: Partial<ConstructorParameters<typeof ComposeCli>[0]> = {},
  ): Promise<ComposeCli> {
    const program = join(folder, 'docker');
    await writeFile(program, `#!${process.execPath}\n${body}`, { mode: 0o755 });
    return new ComposeCli({
      environment: process.env,
      engine: { findPublishers: noPublishers },
      program,
      ...options,
    });
  }

  const noPublishers: DockerEngine['findPublishers'] = () => Promise.resolve([]);

  async function run(
    compose: ComposeCli,
    args: readonly string[] = ['up'],
    signal = never,
  ): Promise<{ lines: string[]; stdout: string }> {
    const lines: string[] = [];
    const running = compose.run({ folder, project: sampleProject() }, args, signal);
    for (;;) {
      const next = await running.next();
      if (next.done === true) return { lines, stdout: next.value };
      lines.push(next.value);
    }
  }

  function isFailure(kind: ComposeFailure['kind'], text: RegExp): (error: unknown) => boolean {
    return (error) =>
      error instanceof ComposeError && error.failure.kind === kind && text.test(error.message);
  }

  test('yields the progress and returns the output', async () => {
    const compose = await composeWith(`console.error(' Container a  Started\\n'); console.log('{}');`);
    assert.deepEqual(await run(compose), { lines: ['Container a  Started'], stdout: '{}\n' });
  });

  test('shows no secret that compose repeats, neither in its progress nor in its complaint', async () => {
    const secret = 'secret-of-POSTGRES_PASSWORD';
    const compose = await composeWith(`console.error('invalid value "${secret}"'); process.exitCode = 1;`);
    const lines = compose.run({ folder, project: sampleProject() }, ['up'], never);
    assert.deepEqual(await lines.next(), { done: false, value: 'invalid value "••••••"' });
    await assert.rejects(
      lines.next(),
      isFailure('other', /^Docker Compose failed: invalid value "••••••"\./),
    );
  });

  test('hands over its arguments as they are, in the folder of the stack', async () => {
    const compose = await composeWith(
      `console.log(JSON.stringify([process.cwd(), ...process.argv.slice(2)]));`,
    );
    const { stdout } = await run(compose, ['restart', 'a b', '$(c)']);
    const [cwd, ...argv] = JSON.parse(stdout) as string[];
    assert.equal(cwd, folder);
    assert.deepEqual(argv.slice(0, 3), ['compose', '--project-directory', folder]);
    assert.deepEqual(argv.slice(-3), ['restart', 'a b', '$(c)']);
  });

  test('a missing docker command', async () => {
    const compose = new ComposeCli({
      environment: {},
      engine: { findPublishers: noPublishers },
      program: join(folder, 'nothing'),
    });
    await assert.rejects(
      run(compose),
      isFailure('docker-missing', /^The docker command was not found\. Install /),
    );
  });

  test('a missing compose plugin', async () => {
    const compose = await composeWith(
      `console.error('unknown flag: --project-directory'); process.exitCode = 125;`,
    );
    await assert.rejects(run(compose), isFailure('plugin-missing', /no Compose plugin\. Install /));
  });

  const portTaken = `console.error('Bind for 0.0.0.0:3000 failed: port is already allocated'); process.exitCode = 1;`;

  test('a taken port, and the container that has it', async () => {
    const asked: number[] = [];
    const findPublishers: DockerEngine['findPublishers'] = (port) => {
      asked.push(port);
      return Promise.resolve([
        { id: 'x', name: 'other-web-1', project: 'other', service: 'web', status: 'running' },
      ]);
    };
    const compose = await composeWith(portTaken, { engine: { findPublishers } });
    await assert.rejects(
      run(compose),
      isFailure(
        'port-taken',
        /^Port 3000, which langfuse-web publishes, is taken by container "other-web-1"\. /,
      ),
    );
    assert.deepEqual(asked, [3000]);
  });

  test('a taken port, and an engine that does not say by whom', async () => {
    const compose = await composeWith(portTaken, {
      engine: { findPublishers: () => Promise.reject(new DockerError('down', 'gone')) },
    });
    await assert.rejects(
      run(compose),
      isFailure('port-taken', /^Port 3000, which langfuse-web publishes, is taken by another process/),
    );
  });

  test('an image that cannot be pulled, by its service', async () => {
    const compose = await composeWith(
      `console.error(' redis Error manifest unknown\\nError response from daemon: manifest unknown'); process.exitCode = 1;`,
    );
    await assert.rejects(
      run(compose, ['pull']),
      isFailure('pull-failed', /image docker\.io\/redis:\S+ of redis/),
    );
  });

  test('aborting ends the command, even one that does not want to', async () => {
    const compose = await composeWith(
      `process.on('SIGTERM', () => {}); console.error('ready'); setInterval(() => {}, 1000);`,
      { graceMs: 50 },
    );
    const stop = new AbortController();
    const reading = (async () => {
      for await (const line of compose.run({ folder, project: sampleProject() }, ['up'], stop.signal))
        if (line === 'ready') stop.abort(new Error('enough'));
    })();
    await assert.rejects(reading, /enough/);
  });

  test('a reader that stops reading ends the command', async () => {
    const compose = await composeWith(
      `process.on('SIGTERM', () => { require('fs').writeFileSync('ended', ''); process.exit(); });
       console.error('ready'); setInterval(() => {}, 1000);`,
    );
    const lines = compose.run({ folder, project: sampleProject() }, ['up'], never);
    for await (const line of lines) if (line === 'ready') break;
    assert.equal(await readFile(join(folder, 'ended'), 'utf8'), '');
  });

  test('does not even start once aborted', async () => {
    const compose = await composeWith(`require('fs').writeFileSync('started', '');`);
    await assert.rejects(run(compose, ['up'], AbortSignal.abort(new Error('enough'))), /enough/);
    await assert.rejects(readFile(join(folder, 'started')));
  });
});
