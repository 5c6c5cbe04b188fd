import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Operations, StackBusyError } from '../../../src/adapters/operations';

const NOW = Date.UTC(2026, 0, 1);

suite('Operations', () => {
  let folder: string;
  setup(async () => (folder = await mkdtemp(join(tmpdir(), 'operations-'))));
  teardown(() => rm(folder, { recursive: true }));

  const operations = (engine = 'unix:///a'): Operations =>
    new Operations({ folder, engineAddress: () => Promise.resolve(engine), where: 'window', now: () => NOW });

  /** An operation that lasts until `end` is called. */
  async function begin(project: string, title: string) {
    let end = (): void => undefined;
    let isBegun = (): void => undefined;
    const begun = new Promise<void>((resolve) => (isBegun = resolve));
    const done = operations().run(project, title, () => {
      isBegun();
      return new Promise<void>((resolve) => (end = resolve));
    });
    await begun;
    return { done, end: () => end() };
  }

  const isBusy = (text: RegExp) => (error: unknown) =>
    error instanceof StackBusyError && text.test(error.message);
  const never = () => assert.fail('It was begun.');
  const run = (project: string, engine?: string) =>
    operations(engine).run(project, 'Stop', () => Promise.resolve(project));

  /** Makes the file of stack `a` say this. */
  async function hold(text: string): Promise<void> {
    const first = await begin('a', 'Start a');
    const [name = ''] = await readdir(folder);
    first.end();
    await first.done;
    await writeFile(join(folder, name), text);
  }
  const holder = (pid: number, where = 'window', since = NOW): string =>
    JSON.stringify({ pid, where, title: 'Start a', since });
  const deadPid = (): number => spawnSync(process.execPath, ['--version']).pid;

  test('keep others out of a stack until they are over', async () => {
    const first = await begin('a', 'Start a');
    await assert.rejects(operations().run('a', 'Stop a', never), isBusy(/^"Start a" is not over yet/));
    assert.equal(await run('b'), 'b');
    assert.equal(await run('a', 'tcp://elsewhere'), 'a');
    first.end();
    await first.done;
    assert.equal(await run('a'), 'a');
    assert.deepEqual(await readdir(folder), []);
  });

  test('a failed one is over as well', async () => {
    await assert.rejects(
      operations().run('a', 'Start a', () => Promise.reject(new Error('no'))),
      /^Error: no$/,
    );
    assert.equal(await run('a'), 'a');
  });

  test('the end of one is told, also of a failed one, but not of one that never began', async () => {
    let ends = 0;
    const told = new Operations({
      folder,
      engineAddress: () => Promise.resolve(''),
      where: 'window',
      now: () => NOW,
      onEnd: () => ends++,
    });
    await told.run('a', 'Start a', () => assert.rejects(told.run('a', 'Stop a', never), StackBusyError));
    assert.equal(ends, 1);
    await assert.rejects(told.run('a', 'Start a', () => Promise.reject(new Error('no'))));
    assert.equal(ends, 2);
  });

  for (const [where, text] of [
    ['window', /^"Start a" goes on in another window\./],
    ['terminal', new RegExp(`goes on in a terminal \\(process ${process.ppid}\\)`)],
  ] as const)
    test(`say who is at it: another ${where}`, async () => {
      await hold(holder(process.ppid, where));
      await assert.rejects(operations().run('a', 'Stop a', never), isBusy(text));
      assert.equal((await readdir(folder)).length, 1, 'What another process holds stays.');
    });

  for (const [what, text] of [
    ['a process that died', () => holder(deadPid())],
    ['a file from long ago, whose process number is in use again', () => holder(process.ppid, 'window', 0)],
    ['a damaged file', () => '{"pid":'],
  ] as const)
    test(`${what} keeps nobody out`, async () => {
      await hold(text());
      assert.equal(await run('a'), 'a');
      assert.deepEqual(await readdir(folder), []);
    });

  test('of many that find a stale file at once, one begins', async () => {
    await hold(holder(deadPid()));
    const ends: (() => void)[] = [];
    const all: Promise<void>[] = [];
    let refused = 0;
    await new Promise<void>((allKnown) => {
      const isKnown = (): void => {
        if (ends.length + refused === 8) allKnown();
      };
      const work = (): Promise<void> =>
        new Promise((resolve) => {
          ends.push(resolve);
          isKnown();
        });
      for (let count = 0; count < 8; count++)
        all.push(
          operations()
            .run('a', 'Start a', work)
            .catch((error: unknown) => {
              assert.ok(error instanceof StackBusyError);
              refused++;
              isKnown();
            }),
        );
    });
    assert.deepEqual([ends.length, refused], [1, 7]);
    ends[0]!();
    await Promise.all(all);
  });
});
