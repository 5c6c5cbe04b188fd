import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('redis/auth-mismatch', () => {
  const check = ruleChecker('redis/auth-mismatch');
  const compose = (auth: string, command: string, worker = 'worker') =>
    `services:\n  ${worker}:\n    image: langfuse/langfuse-worker:3\n    environment:\n      REDIS_HOST: redis\n${auth}  redis:\n    image: redis:7\n    command: ${command}\n    environment:\n      REDISCLI_AUTH: \${P:-canary}\n`;
  const script = `['sh', '-c', 'exec redis-server --requirepass "$$REDISCLI_AUTH" --maxmemory-policy noeviction']`;

  test('marks a password that Redis will refuse', () => {
    const { findings } = check({
      'compose.yaml': compose('      REDIS_AUTH: «canary2»\n', 'redis-server --requirepass canary'),
    });
    assert.ok(!findings[0]?.message.includes('canary'));
  });
  test('reads a password that a script takes from the environment', () => {
    check({ 'compose.yaml': compose('      REDIS_AUTH: «other»\n', script) });
    check({ 'compose.yaml': compose('      REDIS_AUTH: canary\n', script) });
  });
  test('passes the reference that Redis uses to a service that sends none', () => {
    const { fix } = check({
      'compose.yaml': compose('', 'redis-server --requirepass ${P:-canary}', '«worker»'),
    });
    assert.equal(
      fix()['compose.yaml'],
      compose('      REDIS_AUTH: ${P:-canary}\n', 'redis-server --requirepass ${P:-canary}'),
    );
  });
  test('marks a service that sends the word undefined to a server without a password', () => {
    const { findings } = check({ 'compose.yaml': compose('', 'redis-server --appendonly yes', '«worker»') });
    assert.equal(findings[0]?.severity, 'warning');
    check({ 'compose.yaml': compose('', 'redis-server /etc/redis.conf') });
    check({ 'compose.yaml': compose('      REDIS_AUTH: a\n', 'redis-server --appendonly yes') });
    check({ 'compose.yaml': compose('      REDIS_AUTH: ${A:?}\n', 'redis-server --appendonly yes') });
  });
  test('a user from an ACL has a password of its own', () => {
    const auth = '      REDIS_USERNAME: langfuse\n      REDIS_AUTH: other\n';
    check({ 'compose.yaml': compose(auth, 'redis-server --requirepass canary') });
  });
  test('marks a service that sends none', () => {
    check({ 'compose.yaml': compose('', 'redis-server --requirepass canary', '«worker»') });
  });
  test('one variable in both places is in order', () => {
    check({
      'compose.yaml': compose('      REDIS_AUTH: ${P}\n', 'redis-server --requirepass ${P}'),
      '.env': 'P=a\n',
    });
  });
  test('a Redis without a password, and one that is not known, are not judged', () => {
    check({ 'compose.yaml': compose('      REDIS_AUTH: a\n', 'redis-server') });
    check({ 'compose.yaml': compose('      REDIS_AUTH: a\n', 'redis-server --requirepass ${UNKNOWN:?}') });
  });
});
