import assert from 'node:assert/strict';
import type { Cause } from '../../../../src/core/stack/cause';
import type { Container } from '../../../../src/core/stack/container';
import { foldServices } from '../../../../src/core/stack/serviceState';
import type { ServiceState } from '../../../../src/core/stack/serviceState';
import {
  describeContainer,
  describePort,
  describeService,
  describeUnseen,
  summarize,
} from '../../../../src/core/stack/serviceText';
import { container as anyContainer, project, service } from '../../support/builders';

const place = { path: 'compose.yaml', span: { start: 0, end: 0 } };
const port = { hostIp: '', published: 3000, target: 3000, protocol: 'tcp', origin: place } as const;
const stack = project([
  service('web', 'langfuse/langfuse:3.225.4', { ports: [port] }),
  service('redis', 'redis:7'),
]);

/** A container that was created from what the files say. */
function container(name: string, more: Partial<Container> = {}): Container {
  const { image, ports = [] } = stack.services.get(name) ?? {};
  return anyContainer(name, {
    ports: ports.map(({ target }) => ({ ...port, hostIp: '0.0.0.0', target })),
    ...(image === undefined ? {} : { image: image.value }),
    ...more,
  });
}
const healthy = { status: 'healthy', failingStreak: 0, lastOutput: 'ok', lastExitCode: 0 } as const;

function rows(...containers: readonly Container[]): readonly ServiceState[] {
  return foldServices(stack, containers);
}

function check(given: Partial<Container>, expected: string): void {
  assert.equal(describeService(rows(container('web', given))[0]!), expected);
}

suite('describeService', () => {
  const ports = [
    { hostIp: '0.0.0.0', published: 3000, target: 3000, protocol: 'tcp' },
    { hostIp: '::', published: 3000, target: 3000, protocol: 'tcp' },
  ];
  test('a service that is well: state, ports, version', () =>
    check({ health: healthy, ports, image: 'langfuse/langfuse:3.225.4' }, 'healthy · :3000 · 3.225.4'));
  test('one that is not: state and reason', () =>
    check({ status: 'restarting', exitCode: 1, restartCount: 2 }, 'restarting · exit code 1, 2 times'));
  test('the cause, where it is known, in front; a note behind the state', () => {
    const cause: Cause = {
      id: 'clickhouse/password',
      weight: 'lasting',
      brief: 'ClickHouse refuses the password',
      explanation: '',
      remedy: '',
      evidence: undefined,
    };
    const of = (more: Partial<Container>, weight: Cause['weight']) => {
      const given = container('web', { image: 'langfuse/langfuse:3.225.4', ...more });
      return describeService(foldServices(stack, [given], new Map([[given.id, { ...cause, weight }]]))[0]!);
    };
    const crashing = { status: 'restarting', exitCode: 1, restartCount: 2 } as const;
    assert.equal(of(crashing, 'lasting'), 'ClickHouse refuses the password · restarting');
    assert.equal(of({ health: healthy }, 'lasting'), 'ClickHouse refuses the password · healthy');
    assert.equal(
      of({ health: healthy }, 'note'),
      'healthy · ClickHouse refuses the password · :3000 · 3.225.4',
    );
  });
  test('one that was never created', () => assert.equal(describeService(rows()[0]!), 'not created'));
  test('one that was edited since it was created: what differs, by name', () => {
    check(
      { health: healthy, image: 'langfuse/langfuse:3.1.0' },
      'healthy · edited since up: image · :3000 · 3.1.0',
    );
    check(
      { status: 'restarting', exitCode: 1, image: 'a:1' },
      'restarting · exit code 1 · edited since up: image',
    );
  });
  test('an orphan says so first', () =>
    assert.equal(describeService(rows(container('old'))[2]!), 'not in the compose file · running · 1'));
  test('replicas are counted', () => {
    const [web] = rows(
      container('web', { id: 'a', number: 1 }),
      container('web', { id: 'b', number: 2, status: 'paused' }),
    );
    assert.equal(describeService(web!), '1 of 2 paused');
  });
  test('fits into a side bar', () => {
    const long = {
      ...healthy,
      status: 'unhealthy',
      lastExitCode: 1,
      lastOutput: `error ${'x'.repeat(99)}`,
    } as const;
    const text = describeService(rows(container('web', { health: long }))[0]!);
    assert.equal(text.length, 59);
    assert.match(text, /^unhealthy · error x+…$/);
  });
});

suite('describeContainer', () => {
  const text = (more: Partial<Container>, isOnlyOne = true): string => {
    const given = container('web', { id: '0123456789abcdef', ...more });
    return describeContainer(rows(given)[0]!.replicas[0]!, isOnlyOne, (time) => `<${time}>`);
  };
  const startedAt = '2026-01-01T00:00:00Z';
  test('an only one that runs: since when, and its id', () =>
    assert.equal(text({ health: healthy }), `up since <${startedAt}> · 0123456789ab`));
  test('restarts are told once', () => {
    assert.equal(text({ restartCount: 1 }), `up since <${startedAt}> · restarted once · 0123456789ab`);
    assert.equal(
      text({ restartCount: 3 }, false),
      `running · restarted 3 times · up since <${startedAt}> · 0123456789ab`,
    );
  });
  test('one that ended: how, and when', () =>
    assert.equal(
      text({ status: 'exited', exitCode: 137, finishedAt: '2026-01-02T00:00:00Z' }),
      'killed · exit code 137 · ended <2026-01-02T00:00:00Z> · 0123456789ab',
    ));
  test('one that never started', () =>
    assert.equal(text({ status: 'created', startedAt: undefined }), 'created, not started · 0123456789ab'));
  test('one of several says what it is like itself', () =>
    assert.equal(text({ health: healthy }, false), `healthy · up since <${startedAt}> · 0123456789ab`));
});

suite('describePort', () => {
  const bound = { hostIp: '0.0.0.0', published: 3000, target: 3001, protocol: 'tcp' };
  test('where it leads, and what it opens', () =>
    assert.equal(describePort(bound, 'Langfuse'), 'opens Langfuse · leads to 3001'));
  test('who reaches it', () =>
    assert.equal(
      describePort({ ...bound, hostIp: '127.0.0.1', protocol: 'udp' }, undefined),
      'leads to 3001/udp · on 127.0.0.1 only',
    ));
});

suite('describeUnseen', () => {
  test('with and without a past', () => {
    assert.equal(describeUnseen(undefined), 'unknown');
    assert.equal(describeUnseen(rows(container('web'))[0]), 'unknown · last seen running');
  });
});

suite('summarize', () => {
  test('all well', () => assert.equal(summarize(rows(container('web'), container('redis'))), 'all 2 well'));
  test('edited ones are counted apart', () =>
    assert.equal(
      summarize(rows(container('web'), container('redis', { image: 'redis:6' }))),
      'all 2 well · 1 edited since up',
    ));
  test('some', () => assert.equal(summarize(rows(container('web'))), '1 of 2 well'));
  test('orphans do not count', () =>
    assert.equal(summarize(rows(container('web'), container('old'))), '1 of 2 well'));
  test('down', () => assert.equal(summarize(rows(container('redis', { status: 'exited' }))), 'down'));
  test('an empty stack has nothing to say', () => assert.equal(summarize([]), ''));
});
