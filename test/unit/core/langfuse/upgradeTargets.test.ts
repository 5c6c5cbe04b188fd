import assert from 'node:assert/strict';
import { upgradeTargets } from '../../../../src/core/langfuse/upgradeTargets';
import { resolveFiles } from '../../support/resolve';

suite('upgradeTargets', () => {
  const targets = (web: string, worker = web) =>
    upgradeTargets(
      resolveFiles(
        `services: { web: { image: "langfuse/langfuse:${web}" }, worker: { image: "langfuse/langfuse-worker:${worker}" } }`,
      ),
    ).map(({ version }) => version);

  test('are the last of this major version, and the last of the next', () => {
    assert.deepEqual(targets('3.170.0'), ['3.225.4', '4.16.0']);
    assert.deepEqual(targets('3'), ['3.225.4', '4.16.0']);
    assert.deepEqual(targets('4.0.0'), ['4.16.0']);
  });
  test('leave out what runs already', () => {
    assert.deepEqual(targets('3.225.4'), ['4.16.0']);
    assert.deepEqual(targets('3.225.4', '3.170.0'), ['3.225.4', '4.16.0']);
    assert.deepEqual(targets('4.99.0'), []);
  });
  test('are none where the files name no version', () => {
    assert.deepEqual(targets('latest'), []);
  });
  test('say what the next major version needs', () => {
    const project = resolveFiles('services: { web: { image: "langfuse/langfuse:3.1.0" } }');
    assert.match(
      upgradeTargets(project)[1]?.note ?? '',
      /^Langfuse 4, needs ClickHouse 25\.12 and Postgres 15 or newer; /,
    );
  });
});
