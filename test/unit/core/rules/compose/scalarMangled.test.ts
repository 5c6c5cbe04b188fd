import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('compose/scalar-mangled', () => {
  const check = ruleChecker('compose/scalar-mangled');
  const compose = (value: string, name = 'A') =>
    `services:\n  app:\n    image: app:1\n    environment:\n      ${name}: ${value}\n`;

  test('marks a number that arrives as another text, and quotes it', () => {
    const { fix, findings } = check({ 'compose.yaml': compose('«0123»') });
    assert.ok(findings[0]?.message.includes('"83"'));
    assert.equal(fix()['compose.yaml'], compose("'0123'"));
  });
  test('does not show a secret', () => {
    const { findings } = check({ 'compose.yaml': compose('«1.10»', 'REDIS_AUTH') });
    assert.ok(!findings[0]?.message.includes('1.1'));
  });
  test('what arrives as it is written, and what is quoted, is in order', () => {
    for (const value of ['6379', "'0123'", '"1.10"', 'true', '1.5', 'v1.10', '10.0.0.1'])
      check({ 'compose.yaml': compose(value) });
  });
});
