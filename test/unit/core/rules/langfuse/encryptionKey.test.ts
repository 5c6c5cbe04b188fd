import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('langfuse/encryption-key', () => {
  const check = ruleChecker('langfuse/encryption-key');
  const compose = (environment: string, name = 'web') =>
    `services:\n  ${name}:\n    image: langfuse/langfuse:3\n    environment:\n${environment}`;
  const key = '0123456789abcdef'.repeat(4);

  test('marks a key of the wrong length in the file that holds it', () => {
    const { findings } = check({
      'compose.yaml': compose('      ENCRYPTION_KEY: ${ENCRYPTION_KEY}\n'),
      '.env': 'ENCRYPTION_KEY=«0123456789abcdef»\n',
    });
    assert.equal(findings[0]?.severity, 'error');
    assert.ok(!findings[0].message.includes('0123456789abcdef'));
  });
  test('64 other characters start, and fail later', () => {
    const { findings } = check({ 'compose.yaml': compose(`      ENCRYPTION_KEY: «${'z'.repeat(64)}»\n`) });
    assert.equal(findings[0]?.severity, 'warning');
  });
  test('passes a key that is missing by reference', () => {
    const { fix } = check({ 'compose.yaml': compose('      SALT: a\n', '«web»') });
    assert.equal(
      fix()['compose.yaml'],
      compose('      SALT: a\n      ENCRYPTION_KEY: ${ENCRYPTION_KEY:?run Create Secrets}\n'),
    );
  });
  test('64 digits in either case are a key, and an unknown one may be', () => {
    check({ 'compose.yaml': compose(`      ENCRYPTION_KEY: ${key.toUpperCase()}\n`) });
    check({ 'compose.yaml': compose('      ENCRYPTION_KEY: ${ENCRYPTION_KEY:?}\n') });
  });
});
