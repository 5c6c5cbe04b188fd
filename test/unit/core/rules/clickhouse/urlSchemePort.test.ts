import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('clickhouse/url-scheme-port', () => {
  const check = ruleChecker('clickhouse/url-scheme-port');
  const compose = (name: string, value: string) =>
    `services:\n  web:\n    image: langfuse/langfuse:3\n    environment:\n      ${name}: ${value}\n`;

  const cases: readonly (readonly [name: string, wrong: string, right: string])[] = [
    ['CLICKHOUSE_URL', 'http://ch:9000', 'http://ch:8123'],
    ['CLICKHOUSE_URL', 'clickhouse://ch:9000', 'http://ch:8123'],
    ['CLICKHOUSE_URL', 'https://ch.example.org:9440', 'https://ch.example.org:8443'],
    ['CLICKHOUSE_URL', '"ch:8123"', '"http://ch:8123"'],
    ['CLICKHOUSE_MIGRATION_URL', 'http://ch:8123', 'clickhouse://ch:9000'],
    ['CLICKHOUSE_MIGRATION_URL', 'clickhouse://ch:8123', 'clickhouse://ch:9000'],
    ['CLICKHOUSE_MIGRATION_URL', 'clickhouse://ch:9000/default', 'clickhouse://ch:9000'],
  ];
  for (const [name, wrong, right] of cases)
    test(`turns ${name} ${wrong} into ${right}`, () => {
      const { fix } = check({ 'compose.yaml': compose(name, `«${wrong}»`) });
      assert.equal(fix()['compose.yaml'], compose(name, right));
    });
  test('addresses of the right kind are in order, on any port', () => {
    check({ 'compose.yaml': compose('CLICKHOUSE_URL', 'http://ch:8123') });
    check({ 'compose.yaml': compose('CLICKHOUSE_URL', 'https://ch.example.org') });
    check({ 'compose.yaml': compose('CLICKHOUSE_MIGRATION_URL', 'clickhouse://ch:19000') });
    check({ 'compose.yaml': compose('CLICKHOUSE_MIGRATION_URL', 'clickhouse://ch:9000/') });
  });
  test('an address with credentials is left to its author', () => {
    check({ 'compose.yaml': compose('CLICKHOUSE_URL', 'http://u:p@ch:9000') });
  });
});
