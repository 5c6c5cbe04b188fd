import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Plan } from '../../src/core/stack/plan';
import { ANY_PORTS } from './anyPorts';
import type { Engine } from './engine';
import { acquireEngine } from './engine';
import { ensureImages, imageSource } from './images';
import { removeProject } from './removeProject';
import { run } from './run';

const SAMPLE = join(__dirname, '../../samples/ai-gateway');
const PROGRAM = ['--import', 'tsx', join(__dirname, '../../src/cliMain.ts')];
const PROJECT = `reset-test-${process.pid}`;

/** What a machine does that loses its power, and what an operator does then. Each step needs the last. */
suite('a reset that is killed', function () {
  this.timeout(300_000);
  let engine: Engine;
  let env: NodeJS.ProcessEnv;
  let folder: string;

  suiteSetup(async function () {
    // Engine and images may have to be made first.
    this.timeout(600_000);
    engine = await acquireEngine();
    await ensureImages({
      source: imageSource(process.env['LANGFUSE_STACK_IMAGES']),
      environment: engine.environment,
    });
    env = { ...process.env, ...engine.environment };
    folder = await mkdtemp(join(tmpdir(), 'reset-test-'));
    const compose = await readFile(join(SAMPLE, 'compose.yaml'), 'utf8');
    await writeFile(join(folder, 'compose.yaml'), compose.replace(/^name: .*$/m, `name: ${PROJECT}`));
    await copyFile(join(SAMPLE, '.env.example'), join(folder, '.env.example'));
    await writeFile(join(folder, 'compose.override.yaml'), ANY_PORTS);
    await run(process.execPath, [...PROGRAM, 'secrets', '--write', folder], { env });
    await run('docker', ['compose', 'up', '--detach', '--wait'], { cwd: folder, env });
  });

  suiteTeardown(async () => {
    await removeProject(PROJECT, env);
    await rm(folder, { recursive: true });
    await engine.stop();
  });

  test('at any step goes on when it is run again, to its end', async () => {
    await clickHouse('CREATE TABLE leftover (n UInt8) ENGINE = MergeTree ORDER BY n');
    const words = ['plan', 'reset', '--save-first', folder];
    const text = await run(process.execPath, [...PROGRAM, ...words, '--format', 'json'], { env });
    const plan = JSON.parse(text) as Plan;
    assert.deepEqual(plan.lost, []);
    const titles = plan.steps.map(({ title }) => title);
    for (const [index, title] of titles.entries()) {
      const reached = await killAt(title);
      // A short step may be over before it is killed.
      assert.ok(titles.indexOf(reached) >= index, `It was to reach "${title}", and reached "${reached}"`);
    }

    await run(process.execPath, [...PROGRAM, 'plan', 'reset', '--apply', '--yes', folder], { env });
    assert.equal((await clickHouse("SELECT count() FROM system.tables WHERE name = 'leftover'")).trim(), '0');
    assert.equal((await clickHouse('SELECT max(version) FROM schema_migrations')).trim(), '37');
    await run(process.execPath, [...PROGRAM, 'probe', '--layers', '1-4', folder], { env });
  });

  test('leaves copies that are whole, and no other file', async () => {
    const names = (await readdir(join(folder, 'langfuse-backups'))).filter((name) => name.endsWith('.gz'));
    const all = (await readdir(join(folder, 'langfuse-backups'))).filter((name) => name !== '.gitignore');
    assert.deepEqual(all, names);
    const [oldest = ''] = names.sort();
    const content = await run('tar', ['--list', '--file', join(folder, 'langfuse-backups', oldest)]);
    assert.match(content, /^clickhouse\/$/m);
    assert.match(content, /leftover/, `${basename(oldest)} holds what was there before the reset`);
  });

  /** Runs the reset until it begins the step, and kills it there as nothing can be killed that cleans up. */
  async function killAt(title: string): Promise<string> {
    const words = ['plan', 'reset', '--save-first', '--apply', '--yes', folder];
    const program = spawn(process.execPath, [...PROGRAM, ...words], {
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const ended = once(program, 'exit');
    let last = '';
    for await (const line of createInterface({ input: program.stderr })) {
      last = /^\[\d+\/\d+\] (.*)$/.exec(line)?.[1] ?? last;
      if (last === title) program.kill('SIGKILL');
    }
    await ended;
    return last;
  }

  function clickHouse(query: string): Promise<string> {
    const client = ['clickhouse-client', '--query', query];
    return run('docker', ['compose', 'exec', '--no-TTY', 'clickhouse', ...client], { cwd: folder, env });
  }
});
