import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('redis/noeviction', () => {
  const check = ruleChecker('redis/noeviction');
  const compose = (command: string) => `services:\n  redis:\n    image: redis:7\n    command: ${command}\n`;

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
});
