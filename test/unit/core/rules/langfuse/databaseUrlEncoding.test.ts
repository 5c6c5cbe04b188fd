import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('langfuse/database-url-encoding', () => {
  const check = ruleChecker('langfuse/database-url-encoding');
  const compose = (url: string) =>
    `services:\n  web:\n    image: langfuse/langfuse:3\n    environment:\n      DATABASE_URL: ${url}\n`;

  test('marks a password that ends the address, and encodes it', () => {
    const { fix, findings } = check({
      'compose.yaml': compose('«postgresql://u:can/ary#1@postgres:5432/db»'),
    });
    assert.ok(!findings[0]?.message.includes('can/'));
    assert.equal(fix()['compose.yaml'], compose('postgresql://u:can%2Fary%231@postgres:5432/db'));
  });
  test('a password from a variable is for its owner to change', () => {
    const { findings } = check({
      'compose.yaml': compose('«postgresql://u:${P}@postgres:5432/db»'),
      '.env': 'P=a/b\n',
    });
    assert.deepEqual(findings[0]?.fixes, []);
  });
  test('an encoded password, and signs behind the host, are in order', () => {
    check({ 'compose.yaml': compose('postgresql://u:a%2Fb@postgres:5432/db') });
    check({ 'compose.yaml': compose('postgresql://u:ab@postgres:5432/db?options=a') });
    check({ 'compose.yaml': compose('postgresql://postgres:5432/db?user=a@b') });
  });
});
