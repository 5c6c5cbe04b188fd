import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('redis/topology', () => {
  const check = ruleChecker('redis/topology');
  const compose = (...lines: string[]) =>
    `services:\n  worker:\n    image: langfuse/langfuse-worker:3\n    environment:\n${lines.map((line) => `      REDIS_${line}\n`).join('')}`;
  const CLUSTER = ['CLUSTER_ENABLED: "true"', 'CLUSTER_NODES: a:6379,b:6379'];
  const SENTINEL = ['SENTINEL_NODES: a:26379', 'SENTINEL_MASTER_NAME: m'];

  test('marks a cluster and sentinels at once', () => {
    const { fix } = check({ 'compose.yaml': compose(...CLUSTER, 'SENTINEL_ENABLED: «"true"»', ...SENTINEL) });
    assert.equal(
      fix('Switch REDIS_SENTINEL_ENABLED off')['compose.yaml'],
      compose(...CLUSTER, 'SENTINEL_ENABLED: "false"', ...SENTINEL),
    );
  });
  test('marks nodes that are missing or have no port', () => {
    check({ 'compose.yaml': compose('CLUSTER_ENABLED: «"true"»') });
    check({ 'compose.yaml': compose('CLUSTER_ENABLED: "true"', 'CLUSTER_NODES: «a,b:6379»') });
    check({ 'compose.yaml': compose('CLUSTER_ENABLED: "true"', 'CLUSTER_NODES: «redis://a:6379»') });
  });
  test('marks sentinels without the name of their master', () => {
    check({ 'compose.yaml': compose('SENTINEL_ENABLED: «"true"»', 'SENTINEL_NODES: a:26379') });
  });
  test('one of the two, none, and what is not known are in order', () => {
    check({ 'compose.yaml': compose(...CLUSTER) });
    check({ 'compose.yaml': compose('SENTINEL_ENABLED: "true"', ...SENTINEL) });
    check({ 'compose.yaml': compose('SENTINEL_ENABLED: "false"', 'CLUSTER_ENABLED: "false"') });
    check({ 'compose.yaml': compose('CLUSTER_ENABLED: "true"', 'CLUSTER_NODES: ${NODES:?}') });
    check({ 'compose.yaml': compose('CLUSTER_ENABLED: "true"', 'CLUSTER_NODES: "[fd00::1]:6379, b:6379"') });
  });
});
