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
  test('marks the port of the machine outside', () => {
    const withPorts = (port: string) =>
      `${compose('cache').replace('cache\n', `cache\n      REDIS_PORT: ${port}\n`)}    ports: ["127.0.0.1:6380:6379"]\n`;
    const { fix } = check({ 'compose.yaml': withPorts('«"6380"»') });
    assert.equal(fix()['compose.yaml'], withPorts('"6379"'));
    check({ 'compose.yaml': withPorts('"6379"') });
    check({ 'compose.yaml': withPorts('"7000"') });
  });
  test('a service is reachable by its name', () => check({ 'compose.yaml': compose('cache') }));
});
