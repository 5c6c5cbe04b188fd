import assert from 'node:assert/strict';
import { DockerEngine } from '../../../src/adapters/docker';
import { ServiceMonitor } from '../../../src/adapters/serviceMonitor';
import type { Sighting } from '../../../src/adapters/serviceMonitor';
import { startFakeDaemon } from '../support/fakeDaemon';
import type { FakeDaemon } from '../support/fakeDaemon';
import { FakeEngine } from '../support/fakeEngine';
import { ManualClock, settle } from '../support/manualClock';

/** How long a burst of events is waited for. */
const BURST_MS = 150;
/** Longer than any pause between two attempts, and than the pause between two looks. */
const A_WHILE_MS = 60_000;
/** The patience with an ordinary request. */
const ANSWER_MS = 10_000;

suite('a stack on an engine behind a socket', () => {
  let engine: FakeEngine;
  let daemon: FakeDaemon;
  let clock: ManualClock;
  /** Of the requests: it stands still, however slow the machine is. */
  let patience: ManualClock;
  let monitor: ServiceMonitor;
  let leave: () => void;
  let told: (() => void) | undefined;

  setup(async () => {
    engine = new FakeEngine();
    for (const service of ['web', 'redis']) engine.add('stack', service);
    daemon = await startFakeDaemon(engine.answers);
    clock = new ManualClock();
    patience = new ManualClock();
    const sources = {
      environment: { DOCKER_HOST: daemon.address },
      homeFolder: '/',
      platform: 'linux',
    } as const;
    monitor = new ServiceMonitor(new DockerEngine(sources, patience), 'stack', clock);
    leave = monitor.listen(() => told?.());
    await until(isLive);
  });
  teardown(async () => {
    leave();
    await daemon.close();
  });

  /** Waits for the sighting for which that is so. Test time stands still meanwhile. */
  async function until(isSo: (sighting: Sighting) => boolean): Promise<void> {
    while (!isSo(monitor.latest)) await new Promise<void>((resolve) => (told = resolve));
  }
  const isLive = ({ kind }: Sighting) => kind === 'live';
  const isStale = ({ kind }: Sighting) => kind === 'stale';
  const restartsOf = ({ containers }: Sighting, name: string) =>
    containers?.find(({ service }) => service === name)?.restartCount;
  const failureNow = () => (monitor.latest.kind === 'stale' ? monitor.latest.failure.failure : 'none');

  /** Lets the monitor try or look again until that is so; it pauses between its attempts. */
  async function tryUntil(isSo: (sighting: Sighting) => boolean): Promise<void> {
    while (!isSo(monitor.latest)) {
      const next = new Promise<void>((resolve) => (told = resolve));
      await passPause();
      await next;
    }
  }

  async function passPause(): Promise<void> {
    while (clock.due.length === 0) await settle();
    await clock.pass(A_WHILE_MS);
  }

  test('a socket that is taken away and comes back', async () => {
    const since = clock.now();
    await clock.pass(5_000);
    await daemon.close();
    await until(isStale);
    await tryUntil(() => failureNow() === 'absent');
    const { latest } = monitor;
    assert.ok(latest.kind === 'stale');
    assert.equal(latest.since, since);
    assert.deepEqual(
      latest.containers?.map(({ service }) => service),
      ['web', 'redis'],
    );
    engine.restart('stack', 'redis');
    daemon = await startFakeDaemon(engine.answers, daemon.address);
    await tryUntil(isLive);
    assert.equal(restartsOf(monitor.latest, 'redis'), 1);
  });

  test('another engine at the same address', async () => {
    await daemon.close();
    await until(isStale);
    const other = new FakeEngine();
    other.add('stack', 'minio');
    daemon = await startFakeDaemon(other.answers, daemon.address);
    await tryUntil(isLive);
    assert.deepEqual(
      monitor.latest.containers?.map(({ service }) => service),
      ['minio'],
    );
  });

  test('an engine that hangs and goes on', async () => {
    const since = clock.now();
    for (let attempt = 0; attempt < 3; attempt++) {
      const isAsked = engine.hang();
      await passPause();
      await isAsked;
      await patience.pass(ANSWER_MS);
      await until(isStale);
      assert.equal(failureNow(), 'timeout');
    }
    assert.equal(monitor.latest.kind === 'stale' && monitor.latest.since, since);
    engine.goOn();
    await tryUntil(isLive);
  });

  for (const how of ['break', 'end'] as const)
    test(`events that ${how} in the middle of a line`, async () => {
      await clock.pass(5_000);
      engine.cutMidLine(how);
      // It happened while nobody was listening: only a new look can tell.
      engine.restart('stack', 'web');
      await tryUntil((sighting) => isLive(sighting) && restartsOf(sighting, 'web') === 1);
      engine.restart('stack', 'web');
      await tryUntil((sighting) => restartsOf(sighting, 'web') === 2);
    });

  test('nothing is asked and no connection is kept when nobody looks any more', async () => {
    const asked = daemon.requests.length;
    const isQuiet = engine.whenNobodyListens();
    leave();
    await isQuiet;
    engine.restart('stack', 'web');
    await clock.pass(10 * A_WHILE_MS);
    assert.equal(daemon.requests.length, asked);
    assert.deepEqual(clock.due, []);
  });

  test('what happens to 200 containers of others costs no request', async () => {
    const others = Array.from({ length: 200 }, (_, index) => `service${index}`);
    for (const service of others) engine.add('other', service);
    const asked = daemon.requests.length;
    for (const service of others) engine.restart('other', service);
    engine.restart('stack', 'web');
    // The event that matters begins a burst, which is waited for in full.
    while (!clock.due.includes(BURST_MS)) await settle();
    await clock.pass(BURST_MS);
    await until((sighting) => restartsOf(sighting, 'web') === 1);
    assert.deepEqual(
      daemon.requests.slice(asked).map((line) => line.split('?')[0]),
      ['GET /containers/json', 'GET /containers/stack.web/json'],
    );
    const [events, list] = daemon.requests;
    for (const request of [events, list])
      assert.match(request ?? '', /"com\.docker\.compose\.project=stack"/);
  });
});
