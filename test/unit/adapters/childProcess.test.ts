import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { runProcess } from '../../../src/adapters/childProcess';

suite('runProcess', () => {
  const options = { folder: process.cwd(), environment: process.env, graceMs: 50 };

  /** A program that starts another one, which does not want to end, and prints its number. */
  const parent = (afterwards: string): readonly string[] => [
    '-e',
    `const child = require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(STUBBORN)}], { stdio: ['ignore', 'inherit', 'inherit'] });
     ${afterwards}`,
  ];
  const STUBBORN = `process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.error(process.pid);`;

  /** What has ended stays in the list until its parent asks: where nobody does, its state is Z. */
  const isAlive = (pid: number): boolean => {
    const { stdout } = spawnSync('ps', ['-o', 'state=', '-p', String(pid)], { encoding: 'utf8' });
    return /^[^Z\s]/.test(stdout);
  };

  test('ends what the program has started when the signal aborts', async () => {
    const stop = new AbortController();
    const pids: number[] = [];
    const reading = (async () => {
      for await (const line of runProcess(process.execPath, parent(''), {
        ...options,
        signal: stop.signal,
      })) {
        pids.push(Number(line));
        stop.abort(new Error('enough'));
      }
    })();
    await assert.rejects(reading, /enough/);
    assert.deepEqual(pids.map(isAlive), [false]);
  });

  test('ends what a program left behind when the reader has seen enough', async () => {
    const { signal } = new AbortController();
    const pids: number[] = [];
    for await (const line of runProcess(process.execPath, parent('child.unref();'), { ...options, signal })) {
      pids.push(Number(line));
      break;
    }
    assert.deepEqual(pids.map(isAlive), [false]);
  });
});
