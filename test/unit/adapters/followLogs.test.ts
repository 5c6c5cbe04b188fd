import assert from 'node:assert/strict';
import { DockerError } from '../../../src/adapters/dockerError';
import { LogFollower } from '../../../src/adapters/followLogs';
import type { FollowOptions } from '../../../src/adapters/followLogs';
import type { Container } from '../../../src/core/stack/container';
import { container } from '../support/builders';
import { EventSource } from '../support/eventSource';
import { ManualClock, settle } from '../support/manualClock';

suite('LogFollower', () => {
  let clock: ManualClock;
  let containers: Container[];
  /** What each next reading of a log yields; it fails with an error, and ends without one. A function is called. */
  let runs: (string | Error | (() => void))[][];
  let asked: { id: string; tail: number | undefined; since: string | undefined }[];
  let isDown: boolean;
  let events: EventSource;
  let follower: LogFollower;
  let said: string[];
  let stop: AbortController;

  setup(() => {
    clock = new ManualClock();
    containers = [container('web', { startedAt: 'first' })];
    runs = [];
    asked = [];
    isDown = false;
    events = new EventSource();
    said = [];
    stop = new AbortController();
  });
  teardown(() => stop.abort());

  const gone = new DockerError('down', 'Cannot reach Docker.');

  /** The engine now has these containers, and says so. */
  async function become(...now: readonly Container[]): Promise<void> {
    containers = [...now];
    events.send(now[0]?.id ?? '');
    await clock.pass(200);
  }

  async function follow(service?: string): Promise<void> {
    const engine: FollowOptions['engine'] = {
      openEvents: (_, signal) => (isDown ? Promise.reject(gone) : Promise.resolve(events.open(signal))),
      listContainers: () =>
        isDown
          ? Promise.reject(gone)
          : Promise.resolve(
              containers.map(({ id, name, service: of, status }) => ({
                id,
                name,
                service: of,
                status,
                project: 'stack',
              })),
            ),
      inspectContainer: (id) => Promise.resolve(containers.find((each) => each.id === id)),
      logs: async function* ({ id }, { tail, since }) {
        asked.push({ id, tail, since });
        for (const part of runs.shift() ?? []) {
          await Promise.resolve();
          if (part instanceof Error) throw part;
          if (typeof part === 'function') part();
          else yield { stream: 'stdout', data: Buffer.from(part) };
        }
      },
    };
    follower = new LogFollower({
      engine,
      projectName: 'stack',
      services: service === undefined ? undefined : [service],
      tail: 10,
      clock,
      see: () => undefined,
      emit: ({ kind, service: of, text }) => said.push(kind === 'line' ? `${of}: ${text}` : `[${text}]`),
    });
    follower.follow(stop.signal);
    await settle();
  }

  const at = (seconds: number): string => `2026-01-01T00:00:0${seconds}.123456789Z`;

  test('lines without their times, then how it ended', async () => {
    containers = [container('web', { status: 'exited', exitCode: 3 })];
    runs = [[`${at(1)} one\n${at(2)} tw`, 'o\n']];
    await follow();
    assert.deepEqual(said, ['web: one', 'web: two', '[stack-web-1 ended with exit code 3]']);
    await clock.pass(10_000);
    assert.equal(asked.length, 1);
  });

  test('goes on after a restart, from where it was', async () => {
    containers = [container('web', { status: 'exited', exitCode: 1, startedAt: 'first' })];
    runs = [[`${at(1)} one\n`], [`${at(1)} one\n${at(2)} two\n`]];
    await follow();
    await become(container('web', { startedAt: 'second' }));
    assert.deepEqual(said, [
      'web: one',
      '[stack-web-1 ended with exit code 1]',
      '[stack-web-1 started again]',
      'web: two',
    ]);
    assert.deepEqual(asked, [
      { id: 'id-of-web', tail: 10, since: undefined },
      { id: 'id-of-web', tail: undefined, since: at(1) },
    ]);
  });

  test('follows the container that takes the place of another', async () => {
    runs = [[`${at(1)} old\n`], [`${at(2)} new\n`]];
    containers = [container('web', { id: 'a', status: 'exited' })];
    await follow();
    await become(container('web', { id: 'b', status: 'exited' }));
    assert.deepEqual(
      asked.map(({ id }) => id),
      ['a', 'b'],
    );
    assert.ok(said.includes('web: new'), said.join());
  });

  test('one service of many, or all', async () => {
    containers = [container('web'), container('redis')];
    await follow('redis');
    assert.deepEqual(
      asked.map(({ id }) => id),
      ['id-of-redis'],
    );
    stop.abort();
    stop = new AbortController();
    asked = [];
    await follow();
    assert.deepEqual(
      asked.map(({ id }) => id),
      ['id-of-web', 'id-of-redis'],
    );
  });

  test('says once that the engine is gone, and goes on when it is back', async () => {
    runs = [
      [`${at(1)} one\n`, gone],
      [`${at(2)} two\n`, gone],
    ];
    await follow();
    isDown = true;
    events.end(gone);
    await clock.pass(3_000);
    assert.deepEqual(said, ['web: one', '[Cannot reach Docker.]']);
    isDown = false;
    await clock.pass(30_000);
    assert.ok(said.includes('web: two'), said.join());
    assert.equal(said.filter((line) => line === '[Cannot reach Docker.]').length, 1);
  });

  test('a log that breaks off while its container runs is read on', async () => {
    runs = [[`${at(1)} one\n`], [`${at(2)} two\n`, gone]];
    await follow();
    assert.deepEqual(said, ['web: one']);
    await clock.pass(1_000);
    assert.deepEqual(said, ['web: one', 'web: two']);
  });

  test('a restart that was over before the end was read is told as both', async () => {
    const second = container('web', { startedAt: 'second' });
    runs = [
      [`${at(1)} one\n`, () => (containers = [second])],
      [`${at(2)} two\n`, gone],
    ];
    await follow();
    await become(second);
    assert.deepEqual(said, ['web: one', '[stack-web-1 ended]', '[stack-web-1 started again]', 'web: two']);
  });

  test('asks the engine for nothing while nothing happens', async () => {
    containers = [container('web', { status: 'exited' })];
    await follow();
    await clock.pass(50_000);
    assert.equal(asked.length, 1);
    assert.deepEqual(
      clock.due.filter((ms) => ms < 5_000),
      [],
    );
  });

  test('goes on where it was when it is followed again', async () => {
    runs = [
      [`${at(1)} one\n`, gone],
      [`${at(1)} one\n${at(2)} two\n`, gone],
    ];
    await follow();
    stop.abort();
    stop = new AbortController();
    follower.follow(stop.signal);
    await settle();
    assert.deepEqual(said, ['web: one', 'web: two']);
  });

  test('a log that cannot be read is said once', async () => {
    runs = [[new DockerError('refused', 'Docker refuses: no logs with this driver.')]];
    await follow();
    await clock.pass(10_000);
    assert.deepEqual(said, ['[stack-web-1 cannot be read: Docker refuses: no logs with this driver.]']);
  });

  test('ends with the signal', async () => {
    await follow();
    stop.abort();
    await settle();
    assert.deepEqual(clock.due, []);
  });
});
