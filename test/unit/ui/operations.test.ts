import assert from 'node:assert/strict';
import { UserError } from '../../../src/core/userError';
import { Operations } from '../../../src/ui/operations';

suite('Operations', () => {
  test('keep others out of a folder until they are over', async () => {
    const operations = new Operations();
    let end = (): void => undefined;
    const first = operations.run('/a', 'Start a', () => new Promise<void>((resolve) => (end = resolve)));
    const refused = operations.run('/a', 'Stop a', () => assert.fail('It was begun.'));
    await assert.rejects(
      refused,
      (error) => error instanceof UserError && error.message.startsWith(`"Start a" is`),
    );
    assert.equal(await operations.run('/b', 'Start b', () => Promise.resolve('b')), 'b');
    end();
    await first;
    assert.equal(await operations.run('/a', 'Stop a', () => Promise.resolve('a')), 'a');
  });

  test('a failed one is over as well', async () => {
    const operations = new Operations();
    await assert.rejects(
      operations.run('/a', 'Start a', () => Promise.reject(new Error('no'))),
      /^Error: no$/,
    );
    assert.equal(await operations.run('/a', 'Start a', () => Promise.resolve('a')), 'a');
  });
});
