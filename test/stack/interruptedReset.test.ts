import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Plan } from '../../src/core/stack/plan';
import type { Engine } from './engine';
import { engineWithImages } from './engineWithImages';
import { run } from './run';
import { SampleStack } from './sampleStack';

/** What a machine does that loses its power, and what an operator does then. Each step needs the last. */
suite('a reset that is killed', function () {
  this.timeout(300_000);
  let engine: Engine;
  let stack: SampleStack;

  suiteSetup(async function () {
    this.timeout(600_000);
    engine = await engineWithImages();
    stack = await SampleStack.start('reset-test', engine);
  });

  suiteTeardown(async () => {
    await stack.remove();
    await engine.stop();
  });

  test('at any step goes on when it is run again, to its end', async () => {
    await stack.clickHouse('CREATE TABLE leftover (n UInt8) ENGINE = MergeTree ORDER BY n');
    const plan = JSON.parse(await stack.program('plan', 'reset', '--save-first', '--format', 'json')) as Plan;
    assert.deepEqual(plan.lost, []);
    const titles = plan.steps.map(({ title }) => title);
    for (const [index, title] of titles.entries()) {
      const reached = await killAt(title);
      // A short step may be over before it is killed.
      assert.ok(titles.indexOf(reached) >= index, `It was to reach "${title}", and reached "${reached}"`);
    }

    await stack.program('plan', 'reset', '--apply', '--yes');
    const leftover = await stack.clickHouse("SELECT count() FROM system.tables WHERE name = 'leftover'");
    assert.equal(leftover.trim(), '0');
    assert.equal((await stack.clickHouse('SELECT max(version) FROM schema_migrations')).trim(), '37');
    await stack.program('probe', '--layers', '1-4');
  });

  test('leaves copies that are whole, and no other file', async () => {
    const folder = join(stack.folder, 'langfuse-backups');
    const names = (await readdir(folder)).filter((name) => name.endsWith('.gz'));
    const all = (await readdir(folder)).filter((name) => name !== '.gitignore');
    assert.deepEqual(all, names);
    const [oldest = ''] = names.sort();
    const content = await run('tar', ['--list', '--file', join(folder, oldest)]);
    assert.match(content, /^clickhouse\/$/m);
    assert.match(content, /leftover/, `${basename(oldest)} holds what was there before the reset`);
  });

  /** Runs the reset until it begins the step, and returns the last one that it began. */
  async function killAt(title: string): Promise<string> {
    const words = ['plan', 'reset', '--save-first', '--apply', '--yes'];
    const begun = (line: string): string | undefined => /^\[\d+\/\d+\] (.*)$/.exec(line)?.[1];
    const lines = await stack.killProgram((line) => begun(line) === title, ...words);
    return lines.flatMap((line) => begun(line) ?? []).at(-1) ?? '';
  }
});
