import assert from 'node:assert/strict';
import { runningText } from '../../../../src/core/stack/runningText';
import { foldServices } from '../../../../src/core/stack/serviceState';
import { container, project, service } from '../../support/builders';

suite('runningText', () => {
  const stack = project(['web', 'db', 'redis'].map((name) => service(name, `${name}:1`)));
  const says = (expected: string, ...running: readonly string[]) =>
    assert.equal(
      runningText(
        foldServices(
          stack,
          running.map((name) => container(name)),
        ),
      ),
      expected,
    );

  test('names what runs and what does not', () => {
    says('web runs; db and redis do not.', 'web');
    says('web and db run; redis does not.', 'web', 'db');
  });
  test('is short where all are alike', () => {
    says('No service runs.');
    says('Every service runs.', 'web', 'db', 'redis');
  });
});
