import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('clickhouse/workaround-off', () => {
  const check = ruleChecker('clickhouse/workaround-off');
  const compose = (tag: string, value: string, name = 'LAZY_MATERIALIZATION') =>
    `services:\n  web:\n    image: langfuse/langfuse:4\n    environment:\n      CLICKHOUSE_DISABLE_${name}: ${value}\n  ch:\n    image: clickhouse/clickhouse-server:${tag}\n`;

  test('marks a precaution that is switched off, and leaves it to Langfuse', () => {
    const { fix } = check({ 'compose.yaml': compose('25.12', '«"false"»') });
    assert.equal(fix()['compose.yaml'], compose('25.12', '"auto"'));
    check({ 'compose.yaml': compose('26.6', '«"false"»', 'TOP_K_THROUGH_JOIN') });
  });
  test('other versions, other values and a version that moves are in order', () => {
    check({ 'compose.yaml': compose('25.3', '"false"') });
    check({ 'compose.yaml': compose('26.4', '"false"') });
    check({ 'compose.yaml': compose('26.8', '"false"', 'TOP_K_THROUGH_JOIN') });
    check({ 'compose.yaml': compose('25.12', 'auto') });
    check({ 'compose.yaml': compose('25', '"false"') });
  });
});
