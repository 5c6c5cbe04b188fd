import assert from 'node:assert/strict';
import type { Container } from '../../../../src/core/stack/container';
import { canRecreate, canStart, canStop, offerFor } from '../../../../src/core/stack/serviceActions';
import { foldServices } from '../../../../src/core/stack/serviceState';
import { container, project, service } from '../../support/builders';

suite('offerFor', () => {
  const stack = project([service('web', 'web:1')]);
  const rowOf = (containers: readonly Container[] | undefined) => foldServices(stack, containers)[0]!;
  const check = (more: Partial<Container> | undefined, ...expected: string[]): void => {
    const { state, actions } = offerFor(rowOf(more === undefined ? [] : [container('web', more)]), undefined);
    assert.deepEqual([state, ...actions], expected);
  };

  test('a service without a container', () => check(undefined, 'not created', 'start'));
  test('one that runs', () => check({}, 'running', 'restart', 'logs'));
  test('one that crashes over and over', () =>
    check({ status: 'restarting', exitCode: 1 }, 'restarting · exit code 1', 'restart', 'logs'));
  test('one that is paused', () => check({ status: 'paused' }, 'paused', 'restart', 'logs'));
  test('one that ended', () =>
    check({ status: 'exited', exitCode: 137 }, 'killed · exit code 137', 'start', 'logs'));
  test('one that was edited is not restarted, which would change nothing', () => {
    check({ image: 'web:0' }, 'running · edited since up: image', 'recreate', 'logs');
    check({ image: 'web:0', status: 'exited' }, 'stopped · edited since up: image', 'recreate', 'logs');
  });
  test('a file that was edited is read by a restart', () => {
    const mounts = [
      {
        kind: 'bind',
        source: './a.xml',
        target: '/a.xml',
        isReadOnly: true,
        origin: stack.services.get('web')!.origin,
      },
    ] as const;
    const mounted = project([service('web', 'web:1', { mounts })]);
    const files = [{ target: '/a.xml', modifiedAt: Date.parse('2026-01-02T00:00:00Z') }];
    const row = foldServices(mounted, [container('web', { files })])[0]!;
    assert.deepEqual(offerFor(row, undefined), {
      state: 'running · edited since up: ./a.xml',
      actions: ['restart', 'logs'],
    });
  });
  test('only what runs, or will again by itself, can be stopped', () => {
    const stoppable = (more: Partial<Container>) => canStop(rowOf([container('web', more)]));
    assert.deepEqual([stoppable({}), stoppable({ status: 'paused' })], [true, true]);
    assert.equal(stoppable({ status: 'restarting', exitCode: 1 }), true);
    assert.deepEqual([stoppable({ status: 'exited' }), stoppable({ status: 'created' })], [false, false]);
    assert.equal(canStop(rowOf([])), false);
  });
  test('what the files no longer have can be stopped, and neither started nor created anew', () => {
    const orphan = foldServices(stack, [container('old')]).find(({ name }) => name === 'old')!;
    assert.deepEqual([canStop(orphan), canStart(orphan), canRecreate(orphan)], [true, false, false]);
    const stopped = foldServices(stack, [container('old', { status: 'exited' })])[1]!;
    assert.deepEqual([canStop(stopped), canStart(stopped), canRecreate(stopped)], [false, false, false]);
  });
  test('nothing while the engine is silent', () =>
    assert.deepEqual(offerFor(rowOf(undefined), rowOf([container('web')])), {
      state: 'unknown · last seen running',
      actions: [],
    }));
});
