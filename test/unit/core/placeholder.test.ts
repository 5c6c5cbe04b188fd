import assert from 'node:assert/strict';
import { isPlaceholder } from '../../../src/core/placeholder';

suite('isPlaceholder', () => {
  const MARKS = [
    '<64-hex>',
    '<>',
    '[REDACTED]',
    'CHANGEME',
    'changeme123',
    'change-me-please',
    'replace_this!',
  ];
  const WORDS = [
    'your_password',
    'your-secret-here',
    'insert key',
    '# note',
    '#',
    'xxx',
    '***',
    '...',
    'TBD',
  ];
  for (const text of [...MARKS, ...WORDS]) test(text, () => assert.ok(isPlaceholder(text)));

  const WEAK = ['mysecret', 'postgres', 'password', 'secret', 'my-password', ''];
  const REAL = ['a<b>c', '#Abc123', 'xxxAbC9', 'TodoList!92', 'tbd8Kq2', 'exchange', '...9f', 'yourself'];
  for (const text of [...WEAK, ...REAL]) test(`not "${text}"`, () => assert.ok(!isPlaceholder(text)));
});
