import { ruleChecker } from '../../../support/checkRule';

suite('redis/healthcheck-no-auth', () => {
  const check = ruleChecker('redis/healthcheck-no-auth');
  const compose = (test: string, more = '    command: redis-server --requirepass s3cr3t\n') =>
    `services:\n  worker:\n    image: langfuse/langfuse-worker:3\n  redis:\n    image: redis:7\n${more}    healthcheck:\n      ${test}\n`;

  test('marks a check that a refused client passes', () => {
    check({ 'compose.yaml': compose('test: «[CMD, redis-cli, ping]»') });
    check({ 'compose.yaml': compose('test: «redis-cli -h 127.0.0.1 ping»') });
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
