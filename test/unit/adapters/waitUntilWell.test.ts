import assert from 'node:assert/strict';
import { waitUntilWell } from '../../../src/adapters/waitUntilWell';
import type { WaitOptions } from '../../../src/adapters/waitUntilWell';
import type { Container } from '../../../src/core/stack/container';
import { container, project, service } from '../support/builders';
import { collect } from '../support/collect';
import { loggingEngine } from '../support/loggingEngine';
import { ManualClock } from '../support/manualClock';

const STACK = project([service('web', 'langfuse/langfuse:3'), service('db', 'postgres:17')]);
const DB = container('db');
const health = (status: 'starting' | 'healthy' | 'unhealthy', lastOutput?: string) =>
  ({ status, failingStreak: 0, lastOutput, lastExitCode: lastOutput === undefined ? 0 : 1 }) as const;
const STARTING = [DB, container('web', { health: health('starting') })];
const WELL = [DB, container('web', { health: health('healthy') })];
const SICK = [DB, container('web', { health: health('unhealthy', 'no answer') })];
const WEB_DIRTY = container('web', { status: 'restarting', exitCode: 1, restartCount: 2 });
const DIRTY = 'error: Dirty database version 3. Fix and force version.';

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

  test('says how far migrations are while something is waited for', async () => {
    const wait = waiting([STARTING, WELL], 60_000, 'web: migrating ClickHouse, 3 of 37');
    await wait.clock.pass(5_000);
    assert.deepEqual(await wait.lines, [
      '1 of 2 well; waiting for web (starting); web: migrating ClickHouse, 3 of 37',
      '2 of 2 well',
    ]);
  });

  test('a service that fails may still become well', async () => {
    const wait = waiting([SICK, WELL]);
    await wait.clock.pass(5_000);
    assert.equal((await wait.lines).at(-1), '2 of 2 well');
  });

  test('a container that ended by itself and does not come back ends the wait', async () => {
    const exited = container('web', { status: 'exited', exitCode: 2, restartPolicy: '' });
    const wait = waiting([STARTING, [DB, exited]]);
    const rejection = assert.rejects(
      wait.lines,
      /^UserError: web is failed: exit code 2\. Look into its logs\.$/,
    );
    await wait.clock.pass(5_000);
    await rejection;
    assert.deepEqual(wait.clock.due, []);
  });

  test('one that crashes again and again, while all else is well, ends it too', async () => {
    const crashing = (restartCount: number) =>
      container('web', { status: 'restarting', exitCode: 1, restartCount });
    const wait = waiting([4, 5, 6, 7].map((count) => [DB, crashing(count)]));
    const rejection = assert.rejects(wait.lines, /web is restarting: exit code 1, 7 times/);
    await wait.clock.pass(10_000);
    await rejection;
  });

  test('one that crashes while its database is on the way does not', async () => {
    const database = container('db', { health: health('starting') });
    const crashing = (restartCount: number) =>
      container('web', { status: 'restarting', exitCode: 1, restartCount });
    const wait = waiting([
      ...[1, 3, 5, 7, 9].map((count) => [database, crashing(count)]),
      [DB, crashing(10)],
      WELL,
    ]);
    await wait.clock.pass(20_000);
    assert.equal((await wait.lines).at(-1), '2 of 2 well');
  });

  test('what does not go away by itself ends it soon, with the reason and where that stands', async () => {
    const wait = waiting([[DB, WEB_DIRTY]], 300_000, undefined, { web: DIRTY });
    const rejection = assert.rejects(
      wait.lines,
      /^UserError: web is restarting: .*migration.* Its log says: error: Dirty database version 3/,
    );
    await wait.clock.pass(12_000);
    await rejection;
    assert.deepEqual(wait.clock.due, []);
  });

  test('it is told at once, and may be mended meanwhile', async () => {
    const wait = waiting([...Array.from({ length: 8 }, () => [DB, WEB_DIRTY]), WELL], 300_000, undefined, {
      web: DIRTY,
    });
    await wait.clock.pass(20_000);
    const lines = await wait.lines;
    assert.match(lines[0] ?? '', /^1 of 2 well; waiting for web \(restarting: .*migration/);
    assert.equal(lines.at(-1), '2 of 2 well');
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

/** Each look finds the next of these; the last one lasts. `logs` are what services print. */
function waiting(
  looks: readonly (readonly Container[])[],
  timeoutMs = 60_000,
  migrations?: string,
  logs: Readonly<Record<string, string>> = {},
) {
  const clock = new ManualClock();
  const controller = new AbortController();
  let look = -1;
  const current = () => looks[Math.min(look, looks.length - 1)]!;
  const seen = loggingEngine(current, logs);
  const engine: WaitOptions['engine'] = {
    ...seen,
    listContainers: (...asked) => {
      look++;
      return seen.listContainers(...asked);
    },
  };
  const describeMigrations = () => Promise.resolve(migrations);
  const options = { engine, clock, timeoutMs, describeMigrations, signal: controller.signal };
  const lines = collect(waitUntilWell(STACK, ['web', 'db'], options));
  return { clock, lines, cancel: () => controller.abort() };
}
