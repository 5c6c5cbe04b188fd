import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('redis/healthcheck-no-auth', () => {
  const check = ruleChecker('redis/healthcheck-no-auth');
  const compose = (test: string, more = '    command: redis-server --requirepass s3cr3t\n') =>
    `services:\n  worker:\n    image: langfuse/langfuse-worker:3\n  redis:\n    image: redis:7\n${more}    healthcheck:\n      ${test}\n`;

  test('marks a check that a refused client passes', () => {
    const { fix } = check({ 'compose.yaml': compose('test: «[CMD, redis-cli, ping]»') });
    assert.match(fix()['compose.yaml']!, /\n {4}environment:\n {6}REDISCLI_AUTH: s3cr3t\n/);
    const list = '    command: ["redis-server", "--requirepass", "${P}"]\n';
    const listed = check({
      'compose.yaml': compose('test: «redis-cli -h 127.0.0.1 ping»', list),
      '.env': 'P=x\n',
    });
    assert.match(listed.fix()['compose.yaml']!, /REDISCLI_AUTH: \$\{P\}\n/);
  });
  test('a login, a look at the answer, no password, and another check are in order', () => {
    check({ 'compose.yaml': compose('test: [CMD, redis-cli, -a, s3cr3t, ping]') });
    check({ 'compose.yaml': compose('test: redis-cli ping | grep PONG') });
    check({ 'compose.yaml': compose('test: [CMD, redis-cli, ping]', '') });
    check({ 'compose.yaml': compose('test: nc -z 127.0.0.1 6379') });
    check({
      'compose.yaml': compose(
        'test: [CMD, redis-cli, ping]',
        '    command: redis-server --requirepass s\n    environment: {REDISCLI_AUTH: s}\n',
      ),
    });
  });
});
