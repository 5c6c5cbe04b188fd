import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('clickhouse/password-url-unsafe', () => {
  const check = ruleChecker('clickhouse/password-url-unsafe');
  const compose =
    'services:\n  web:\n    image: langfuse/langfuse:3\n    environment:\n      CLICKHOUSE_PASSWORD: ${CLICKHOUSE_PASSWORD}\n';

  for (const password of ['canary&1', 'canary#1', 'canary%41', 'a+canary', 'canary@home'])
    test(`marks ${password} where it is set, without repeating it`, () => {
      const { findings } = check({ 'compose.yaml': compose, '.env': `CLICKHOUSE_PASSWORD=«${password}»\n` });
      assert.ok(!findings[0]?.message.includes('canary'));
    });
  test('is emptied for Create Secrets, where ClickHouse is of this stack', () => {
    const server = `${compose}  ch:\n    image: clickhouse/clickhouse-server:25.8\n`;
    const { fix } = check({ 'compose.yaml': server, '.env': 'CLICKHOUSE_PASSWORD=«a@b»\n' });
    assert.equal(fix()['.env'], 'CLICKHOUSE_PASSWORD=\n');
    const { findings } = check({ 'compose.yaml': compose, '.env': 'CLICKHOUSE_PASSWORD=«a@b»\n' });
    assert.deepEqual(findings[0]?.fixes, []);
  });
  test('letters, digits and . _ ~ - are safe', () => {
    check({ 'compose.yaml': compose, '.env': 'CLICKHOUSE_PASSWORD=aZ09._~-\n' });
  });
  test('a placeholder is no password yet', () => {
    check({ 'compose.yaml': compose, '.env': 'CLICKHOUSE_PASSWORD=<64-hex>\n' });
  });
});
