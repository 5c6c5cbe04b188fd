import assert from 'node:assert/strict';
import { foldServices } from '../../../../src/core/stack/serviceState';
import { stackStatus } from '../../../../src/core/stack/stackStatus';
import type { Freshness } from '../../../../src/core/stack/stackStatus';
import type { Container } from '../../../../src/core/stack/container';
import { container, project, service } from '../../support/builders';

suite('stackStatus', () => {
  const stack = project([service('web', undefined), service('redis', undefined)]);
  const live: Freshness = { kind: 'live' };
  const status = (containers: readonly Container[] | undefined, freshness: Freshness = live) =>
    stackStatus('gateway', foldServices(stack, containers), freshness);
  const failing = container('redis', { status: 'restarting', exitCode: 1 });

  test('all well is a number and no alarm', () =>
    assert.deepEqual(status([container('web'), container('redis')]), {
      text: 'gateway 2/2',
      spoken: 'Langfuse stack gateway: 2 of 2 well.',
      needsAttention: false,
    }));
  test('what fails is named to who listens', () =>
    assert.deepEqual(status([container('web'), failing]), {
      text: 'gateway 1/2',
      spoken: 'Langfuse stack gateway: 1 of 2 well. Needs attention: redis.',
      needsAttention: true,
    }));
  test('a stack that is down is no alarm', () => {
    assert.equal(status([]).text, 'gateway down');
    assert.equal(status([]).needsAttention, false);
  });
  test('orphans do not count', () =>
    assert.equal(status([container('web'), container('redis'), container('old')]).text, 'gateway 2/2'));
  test('what is not watched says when it was seen, and keeps its alarm', () => {
    const paused = status([container('web'), failing], { kind: 'paused', seenAt: '14:03' });
    assert.equal(paused.text, 'gateway 1/2 at 14:03');
    assert.equal(paused.needsAttention, true);
  });
  test('a silent engine is an alarm, whatever was seen before', () => {
    assert.deepEqual(status(undefined, { kind: 'silent', since: '14:03' }), {
      text: 'gateway unknown since 14:03',
      spoken: 'Langfuse stack gateway: Docker does not answer since 14:03.',
      needsAttention: true,
    });
    assert.equal(status(undefined, { kind: 'silent', since: undefined }).text, 'gateway unknown');
  });
});
