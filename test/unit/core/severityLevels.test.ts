import assert from 'node:assert/strict';
import { levelOf, toLevels } from '../../../src/core/severityLevels';

suite('severity levels', () => {
  test('are read from settings, whatever else stands there', () => {
    const levels = toLevels({ 'env/*': 'info', 'env/bare-key': 'off', 'xref/typo': 'loud', a: 1 });
    assert.deepEqual(
      [...levels],
      [
        ['env/*', 'info'],
        ['env/bare-key', 'off'],
      ],
    );
    for (const nothing of [undefined, null, 'off', 1]) assert.equal(toLevels(nothing).size, 0);
  });
  test('a code wins over its prefix', () => {
    const levels = toLevels({ 'env/*': 'info', 'env/bare-key': 'off' });
    assert.equal(levelOf(levels, 'env/bare-key'), 'off');
    assert.equal(levelOf(levels, 'env/duplicate-key'), 'info');
    assert.equal(levelOf(levels, 'environment/x'), undefined);
    assert.equal(levelOf(levels, 'xref/typo'), undefined);
  });
});
