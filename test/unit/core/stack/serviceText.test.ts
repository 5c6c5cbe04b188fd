import assert from 'node:assert/strict';
import type { Container } from '../../../../src/core/stack/container';
import { foldServices } from '../../../../src/core/stack/serviceState';
import type { ServiceState } from '../../../../src/core/stack/serviceState';
import { describeService, describeUnseen, summarize } from '../../../../src/core/stack/serviceText';
import { container, project, service } from '../../support/builders';

const stack = project([service('web', 'langfuse/langfuse:3.225.4'), service('redis', 'redis:7')]);
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
  test('one that was never created', () => assert.equal(describeService(rows()[0]!), 'not created'));
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

suite('describeUnseen', () => {
  test('with and without a past', () => {
    assert.equal(describeUnseen(undefined), 'unknown');
    assert.equal(describeUnseen(rows(container('web'))[0]), 'unknown · last seen running');
  });
});

suite('summarize', () => {
  test('all well', () => assert.equal(summarize(rows(container('web'), container('redis'))), 'all 2 well'));
  test('some', () => assert.equal(summarize(rows(container('web'))), '1 of 2 well'));
  test('orphans do not count', () =>
    assert.equal(summarize(rows(container('web'), container('old'))), '1 of 2 well'));
  test('down', () => assert.equal(summarize(rows(container('redis', { status: 'exited' }))), 'down'));
  test('an empty stack has nothing to say', () => assert.equal(summarize([]), ''));
});
