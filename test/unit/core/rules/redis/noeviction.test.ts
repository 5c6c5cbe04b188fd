import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('redis/noeviction', () => {
  const check = ruleChecker('redis/noeviction');
  const worker = (environment: string) =>
    `  worker:\n    image: langfuse/langfuse-worker:3\n    environment: {${environment}}\n`;
  const compose = (command: string, environment = 'REDIS_HOST: redis') =>
    `services:\n  redis:\n    image: redis:7\n    command: ${command}\n${worker(environment)}`;

  test('marks a policy that deletes, and replaces it', () => {
    const { fix } = check({ 'compose.yaml': compose('redis-server --maxmemory-policy «allkeys-lru»') });
    assert.equal(fix()['compose.yaml'], compose('redis-server --maxmemory-policy noeviction'));
  });
  test('finds it in a list', () => {
    check({ 'compose.yaml': compose("['redis-server', '--maxmemory-policy', '«volatile-ttl»']") });
  });
  test("noeviction, which is Redis' own default, is in order", () => {
    check({ 'compose.yaml': compose('redis-server --maxmemory-policy noeviction') });
    check({ 'compose.yaml': compose('redis-server') });
  });
  test('a connection string names the server as well', () => {
    const address = (host: string) => `REDIS_CONNECTION_STRING: "redis://:pw@${host}:6379/0"`;
    check({ 'compose.yaml': compose('redis-server --maxmemory-policy «allkeys-lru»', address('redis')) });
    check({
      'compose.yaml': compose('redis-server --maxmemory-policy allkeys-lru', address('eu.example.com')),
    });
  });
  test('the cache of another program may delete what it likes', () => {
    const cache = '  cache:\n    image: redis:7\n    command: redis-server --maxmemory-policy allkeys-lru\n';
    check({ 'compose.yaml': compose('redis-server --maxmemory-policy noeviction') + cache });
    check({ 'compose.yaml': `services:\n${cache}` });
    check({ 'compose.yaml': `services:\n${cache}${worker('REDIS_HOST: queue.example.com')}` });
  });
});
