import assert from 'node:assert/strict';
import { plainText } from '../../../src/core/plainText';

suite('plainText', () => {
  test('drops colours, bells and carriage returns', () =>
    assert.equal(plainText('\u001b[1;31mred\u001b[0m\u0007 text\r'), 'red text'));
  test('keeps tabs, lines and other scripts', () => assert.equal(plainText('a\tb\nç 日'), 'a\tb\nç 日'));
});
