import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('clickhouse/nofile-ulimit', () => {
  const check = ruleChecker('clickhouse/nofile-ulimit');
  const compose = (ulimits: string) =>
    `services:\n  web:\n    image: langfuse/langfuse:3\n  ch:\n    image: clickhouse/clickhouse-server:25.8\n${ulimits}`;

  test('marks a limit that much data exceeds, and raises it', () => {
    const { fix } = check({ 'compose.yaml': compose('    ulimits:\n      nofile: «1024»\n') });
    assert.equal(fix()['compose.yaml'], compose('    ulimits:\n      nofile: 262144\n'));
  });
  test('the soft limit counts', () => {
    check({ 'compose.yaml': compose('    ulimits: {nofile: {soft: «4096», hard: 262144}}\n') });
  });
  test('enough, without end, and nothing said are in order', () => {
    check({ 'compose.yaml': compose('    ulimits: {nofile: 262144}\n') });
    check({ 'compose.yaml': compose('    ulimits: {nofile: {soft: -1, hard: -1}}\n') });
    check({ 'compose.yaml': compose('') });
  });
});
