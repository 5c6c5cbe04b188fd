import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('redis/host-unreachable', () => {
  const check = ruleChecker('redis/host-unreachable');
  const compose = (host: string) =>
    `services:\n  worker:\n    image: langfuse/langfuse-worker:3\n    environment:\n      REDIS_HOST: ${host}\n  cache:\n    image: valkey/valkey:8\n`;

  test('marks a host name without a scheme as well', () => {
    const { fix } = check({ 'compose.yaml': compose('«localhost»') });
    assert.equal(fix()['compose.yaml'], compose('cache'));
  });
  test('marks a name that nothing has', () => {
    const { fix } = check({ 'compose.yaml': compose('«redis»') });
    assert.equal(fix()['compose.yaml'], compose('cache'));
  });
  test('a service is reachable by its name', () => check({ 'compose.yaml': compose('cache') }));
});
