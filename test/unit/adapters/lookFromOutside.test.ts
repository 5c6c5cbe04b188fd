import assert from 'node:assert/strict';
import { DockerError } from '../../../src/adapters/dockerError';
import { lookFromOutside } from '../../../src/adapters/lookFromOutside';
import type { LookOptions } from '../../../src/adapters/lookFromOutside';
import type { OutputChunk } from '../../../src/adapters/dockerStreams';
import type { ProbeReport } from '../../../src/core/probe/probe';
import type { Container } from '../../../src/core/stack/container';
import { container, project, service } from '../support/builders';
import { ManualClock } from '../support/manualClock';

const STACK = project([service('web', 'langfuse/langfuse:3.225.4')]);
const HEALTH = { failingStreak: 0, lastOutput: undefined, lastExitCode: 0 } as const;
const WELL = container('web', { health: { ...HEALTH, status: 'healthy' } });
const STARTING = container('web', {
  image: 'langfuse/langfuse:3.225.4',
  health: { ...HEALTH, status: 'starting' },
});
const crashing = (restartCount: number) =>
  container('web', { status: 'restarting', exitCode: 1, restartCount });

suite('lookFromOutside', () => {
  test('tells how far migrations are, and ends when nothing fails', async () => {
    const looking = look([STARTING, STARTING, WELL], '3/u scores (1ms)\n');
    await looking.clock.pass(10_000);
    const { lines, report } = await looking.over;
    assert.deepEqual(lines, ['0 of 1 probes pass; web: migrating ClickHouse, 3 of 37']);
    assert.equal(report.outcome, 'ok');
  });

  test('names what it waits for', async () => {
    const looking = look([STARTING, WELL]);
    await looking.clock.pass(10_000);
    assert.deepEqual((await looking.over).lines, ['0 of 1 probes pass; waiting for web']);
  });

  test('does not wait for a service that crashes again and again', async () => {
    const looking = look([1, 2, 3, 4, 5, 6].map(crashing));
    await looking.clock.pass(20_000);
    const { report } = await looking.over;
    assert.match(report.probes[0]?.evidence ?? '', /over and over/);
    assert.deepEqual(looking.clock.due, []);
  });

  test('an engine that does not answer yet is waited for', async () => {
    const looking = look([WELL], '', 3);
    await looking.clock.pass(10_000);
    const { lines, report } = await looking.over;
    assert.deepEqual(lines, ['0 of 1 probes pass; waiting for web']);
    assert.equal(report.outcome, 'ok');
  });

  test('ends with its patience', async () => {
    const looking = look([STARTING]);
    await looking.clock.pass(61_000);
    assert.equal((await looking.over).report.outcome, 'failed');
  });
});

/**
 * Each look finds the next of these; the last one lasts. One look is a list for the probes and one for the rest. The
 * first so many lists fail.
 */
function look(states: readonly Container[], log = '', failures = 0) {
  const clock = new ManualClock();
  let lists = 0;
  const current = () => states[Math.min(Math.floor((lists - 1) / 2), states.length - 1)]!;
  const engine: LookOptions['engine'] = {
    listContainers: () => {
      lists++;
      if (lists <= failures) return Promise.reject(new DockerError('down', 'Cannot reach Docker.'));
      return Promise.resolve([{ ...current(), project: 'stack' }]);
    },
    inspectContainer: () => Promise.resolve(current()),
    exec: () => Promise.resolve({ exitCode: 0, stdout: '', stderr: '' }),
    findPublishers: () => Promise.resolve([]),
    openProgram: () => assert.fail('No probe of this layer needs one.'),
    async *logs(): AsyncGenerator<OutputChunk> {
      yield await Promise.resolve({ stream: 'stdout' as const, data: Buffer.from(log) });
    },
  };
  const { signal } = new AbortController();
  const options = { engine, engineHost: '127.0.0.1', clock, layers: [1], waitMs: 60_000, signal } as const;
  const over = (async (): Promise<{ lines: readonly string[]; report: ProbeReport }> => {
    const lines: string[] = [];
    const looking = lookFromOutside(STACK, options);
    for (;;) {
      const next = await looking.next();
      if (next.done === true) return { lines, report: next.value };
      lines.push(next.value);
    }
  })();
  return { clock, over };
}
