import assert from 'node:assert/strict';
import { waitUntilWell } from '../../../src/adapters/waitUntilWell';
import type { WaitOptions } from '../../../src/adapters/waitUntilWell';
import type { Container } from '../../../src/core/stack/container';
import { container, project, service } from '../support/builders';
import { collect } from '../support/collect';
import { ManualClock } from '../support/manualClock';

const STACK = project([service('web', 'langfuse/langfuse:3'), service('db', 'postgres:17')]);
const DB = container('db');
const health = (status: 'starting' | 'healthy' | 'unhealthy', lastOutput?: string) =>
  ({ status, failingStreak: 0, lastOutput, lastExitCode: lastOutput === undefined ? 0 : 1 }) as const;
const STARTING = [DB, container('web', { health: health('starting') })];
const WELL = [DB, container('web', { health: health('healthy') })];
const SICK = [DB, container('web', { health: health('unhealthy', 'no answer') })];

suite('waitUntilWell', () => {
  test('says what it waits for, once, and ends when all is well', async () => {
    const wait = waiting([[DB], STARTING, STARTING, WELL]);
    await wait.clock.pass(5_000);
    assert.deepEqual(await wait.lines, [
      '1 of 2 well; waiting for web (not-created)',
      '1 of 2 well; waiting for web (starting)',
      '2 of 2 well',
    ]);
  });

  test('a service that fails may still become well', async () => {
    const wait = waiting([SICK, WELL]);
    await wait.clock.pass(5_000);
    assert.equal((await wait.lines).at(-1), '2 of 2 well');
  });

  test('when its patience is over it says what is wrong', async () => {
    const wait = waiting([SICK], 3_000);
    const rejection = assert.rejects(
      wait.lines,
      /After 3 s web is unhealthy: no answer\. Look into its logs\./,
    );
    await wait.clock.pass(10_000);
    await rejection;
  });

  test('ends when it is cancelled', async () => {
    const wait = waiting([STARTING]);
    const rejection = assert.rejects(wait.lines, { name: 'AbortError' });
    await wait.clock.pass(1_500);
    wait.cancel();
    await rejection;
    assert.deepEqual(wait.clock.due, []);
  });
});

/** Each look finds the next of these; the last one lasts. */
function waiting(looks: readonly (readonly Container[])[], timeoutMs = 60_000) {
  const clock = new ManualClock();
  const controller = new AbortController();
  let look = -1;
  const current = () => looks[Math.min(look, looks.length - 1)]!;
  const engine: WaitOptions['engine'] = {
    listContainers: () => {
      look++;
      return Promise.resolve(current().map((each) => ({ ...each, project: 'stack' })));
    },
    inspectContainer: (id) => Promise.resolve(current().find((each) => each.id === id)),
  };
  const options = { engine, clock, timeoutMs, signal: controller.signal };
  const lines = collect(waitUntilWell(STACK, ['web', 'db'], options));
  return { clock, lines, cancel: () => controller.abort() };
}
