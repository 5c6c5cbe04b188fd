import assert from 'node:assert/strict';
import { DockerError } from '../../../src/adapters/dockerError';
import { ServiceMonitor } from '../../../src/adapters/serviceMonitor';
import type { MonitoredEngine, Sighting } from '../../../src/adapters/serviceMonitor';
import type { Container } from '../../../src/core/stack/container';
import { container } from '../support/builders';
import { EventSource } from '../support/eventSource';
import { ManualClock, settle } from '../support/manualClock';

suite('ServiceMonitor', () => {
  const gone = new DockerError('down', 'Cannot reach Docker.');
  let clock: ManualClock;
  let events: EventSource;
  let containers: Container[];
  /** What the engine was asked, in order. */
  let asked: string[];
  let isDown: boolean;
  let seen: Sighting[];
  let monitor: ServiceMonitor;
  let leave: () => void;

  setup(() => {
    clock = new ManualClock();
    events = new EventSource();
    containers = [container('web'), container('redis')];
    asked = [];
    isDown = false;
    seen = [];
    const engine: MonitoredEngine = {
      openEvents: (_, signal) => {
        asked.push('events');
        return isDown ? Promise.reject(gone) : Promise.resolve(events.open(signal));
      },
      listContainers: () => {
        asked.push('list');
        if (isDown) return Promise.reject(gone);
        return Promise.resolve(
          containers.map(({ id, name, service, status }) => ({
            id,
            name,
            service,
            status,
            project: 'stack',
          })),
        );
      },
      inspectContainer: (id) => {
        asked.push(`inspect ${id}`);
        return Promise.resolve(containers.find((each) => each.id === id));
      },
    };
    monitor = new ServiceMonitor(engine, 'stack', clock);
    leave = () => undefined;
  });
  teardown(() => leave());

  async function listen(): Promise<void> {
    leave = monitor.listen((sighting) => seen.push(sighting));
    await settle();
  }

  function forget(): void {
    asked.length = 0;
    seen.length = 0;
  }

  test('does nothing until somebody listens, and nothing after', async () => {
    await clock.pass(100_000);
    assert.deepEqual(asked, []);
    await listen();
    leave();
    forget();
    events.send('id-of-web');
    await clock.pass(100_000);
    assert.deepEqual(asked, []);
    assert.deepEqual(clock.due, []);
  });

  test('connects the events before it lists', async () => {
    await listen();
    assert.deepEqual(asked, ['events', 'list', 'inspect id-of-web', 'inspect id-of-redis']);
    assert.deepEqual(seen, [{ kind: 'live', containers, seenAt: 0 }]);
  });

  test('a burst of events is one look, at what they name', async () => {
    await listen();
    forget();
    for (let i = 0; i < 20; i++) events.send('id-of-web');
    await clock.pass(149);
    assert.deepEqual(asked, []);
    await clock.pass(1);
    assert.deepEqual(asked, ['list', 'inspect id-of-web']);
  });

  test('events that never stop do not put off the look', async () => {
    await listen();
    forget();
    for (let i = 0; i < 10; i++) {
      events.send('id-of-web');
      await clock.pass(100);
    }
    assert.ok(asked.filter((what) => what === 'list').length >= 4, asked.join());
  });

  test('what changed its state unnamed is inspected as well', async () => {
    await listen();
    forget();
    containers = [container('web'), container('redis', { status: 'exited' })];
    events.send('id-of-web');
    await clock.pass(150);
    assert.deepEqual(asked, ['list', 'inspect id-of-web', 'inspect id-of-redis']);
  });

  test('a container that is gone is dropped', async () => {
    await listen();
    containers = [container('web')];
    events.send('id-of-redis');
    await clock.pass(150);
    assert.deepEqual(
      seen.at(-1)?.containers?.map(({ service }) => service),
      ['web'],
    );
  });

  test('missed events are made good by a slow look at everything', async () => {
    await listen();
    forget();
    containers = [container('web'), container('redis', { restartCount: 1 })];
    await clock.pass(59_999);
    assert.deepEqual(asked, []);
    await clock.pass(1);
    assert.deepEqual(asked, ['list', 'inspect id-of-web', 'inspect id-of-redis']);
    assert.deepEqual(seen.at(-1)?.containers, containers);
  });

  test('also while events of others keep coming', async () => {
    await listen();
    forget();
    containers = [container('web'), container('redis', { error: 'port is already allocated' })];
    for (let second = 0; second < 61; second++) {
      events.send('id-of-web');
      await clock.pass(1000);
    }
    assert.equal(asked.filter((each) => each === 'inspect id-of-redis').length, 1);
    assert.deepEqual(seen.at(-1)?.containers, containers);
  });

  test('nothing is looked at without an event more than once a minute, however unwell it is', async () => {
    containers = [checked('starting', 1), container('web', { status: 'restarting' })];
    await listen();
    forget();
    await clock.pass(59_999);
    assert.deepEqual(asked, []);
  });

  test('a healthcheck that fails is a reason to look', async () => {
    containers = [checked('healthy', 0)];
    await listen();
    forget();
    events.sendCheck('id-of-redis', 1);
    await clock.pass(150);
    assert.deepEqual(asked, ['list', 'inspect id-of-redis']);
  });

  test('one that passes is none while all is well', async () => {
    containers = [checked('healthy', 0)];
    await listen();
    forget();
    events.sendCheck('id-of-redis', 0);
    await clock.pass(59_999);
    assert.deepEqual(asked, []);
  });

  test('one that passes after others failed is', async () => {
    for (const unwell of [checked('unhealthy', 9), checked('starting', 0), checked('healthy', 1)]) {
      containers = [unwell];
      await listen();
      forget();
      events.sendCheck('id-of-redis', 0);
      await clock.pass(150);
      assert.deepEqual(asked, ['list', 'inspect id-of-redis']);
      leave();
    }
  });

  function checked(status: 'starting' | 'healthy' | 'unhealthy', failingStreak: number): Container {
    const health = { status, failingStreak, lastOutput: 'NOAUTH', lastExitCode: failingStreak > 0 ? 1 : 0 };
    return container('redis', { health });
  }

  test('refresh looks at everything at once', async () => {
    await listen();
    forget();
    monitor.refresh();
    await settle();
    assert.deepEqual(asked, ['list', 'inspect id-of-web', 'inspect id-of-redis']);
  });

  test('refresh amid a burst of events looks at everything as well', async () => {
    await listen();
    forget();
    events.send('id-of-web');
    await settle();
    monitor.refresh();
    await clock.pass(150);
    assert.deepEqual(asked, ['list', 'inspect id-of-web', 'inspect id-of-redis']);
  });

  test('an engine that goes away: says since when, keeps what it saw, tries less and less often', async () => {
    await listen();
    await clock.pass(10_000);
    isDown = true;
    events.end(gone);
    await settle();
    assert.deepEqual(seen.at(-1), { kind: 'stale', containers, since: 0, failure: gone });
    forget();
    const waits: number[] = [];
    for (let i = 0; i < 7; i++) {
      waits.push(...clock.due);
      await clock.pass(clock.due[0]!);
    }
    assert.deepEqual(waits, [1000, 2000, 4000, 8000, 16000, 30000, 30000]);
    assert.deepEqual(new Set(asked), new Set(['events']));
    assert.deepEqual(seen.at(-1), { kind: 'stale', containers, since: 0, failure: gone });
  });

  test('after the engine came back it lists again, and its patience is new', async () => {
    isDown = true;
    await listen();
    assert.deepEqual(seen.at(-1), { kind: 'stale', containers: undefined, since: undefined, failure: gone });
    await clock.pass(7_000);
    isDown = false;
    forget();
    await clock.pass(8_000);
    assert.deepEqual(asked, ['events', 'list', 'inspect id-of-web', 'inspect id-of-redis']);
    assert.equal(seen.at(-1)?.kind, 'live');
    isDown = true;
    events.end(gone);
    await settle();
    assert.deepEqual(clock.due, [1000]);
  });

  test('an engine that lists no more while its events stay open is given the same pauses', async () => {
    await listen();
    isDown = true;
    await clock.pass(60_000);
    assert.equal(seen.at(-1)?.kind, 'stale');
    assert.deepEqual(clock.due, [1000]);
  });

  test('the attempts go on for hours, never less often than twice a minute', async () => {
    isDown = true;
    await listen();
    forget();
    await clock.pass(3 * 60 * 60 * 1000);
    assert.ok(asked.length >= 2 * 60 * 3, String(asked.length));
    isDown = false;
    await clock.pass(30_000);
    assert.equal(seen.at(-1)?.kind, 'live');
  });

  test('refresh does not wait for the next try', async () => {
    isDown = true;
    await listen();
    isDown = false;
    monitor.refresh();
    await settle();
    assert.equal(seen.at(-1)?.kind, 'live');
  });

  test('a stream that ends quietly is opened again at once', async () => {
    await listen();
    await clock.pass(10_000);
    forget();
    events.end();
    await settle();
    assert.deepEqual(asked, ['events', 'list', 'inspect id-of-web', 'inspect id-of-redis']);
  });

  test('a stream that ends again and again is not opened in a tight loop', async () => {
    await listen();
    forget();
    for (let i = 0; i < 50; i++) events.end();
    await settle();
    assert.deepEqual(asked, []);
    await clock.pass(1_000);
    assert.equal(asked.filter((what) => what === 'events').length, 1);
  });

  test('two listeners share the work', async () => {
    await listen();
    const other: Sighting[] = [];
    const leaveOther = monitor.listen((sighting) => other.push(sighting));
    leave();
    forget();
    events.send('id-of-web');
    await clock.pass(150);
    assert.equal(other.length, 1);
    assert.equal(asked.filter((what) => what === 'list').length, 1);
    leaveOther();
  });
});
