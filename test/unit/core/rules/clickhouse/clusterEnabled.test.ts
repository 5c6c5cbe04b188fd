import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('clickhouse/cluster-enabled', () => {
  const check = ruleChecker('clickhouse/cluster-enabled');
  const compose = (entry: string, more = '', web = 'web') =>
    `services:\n  ${web}:\n    image: langfuse/langfuse:3\n    environment:\n      SALT: a\n${entry}  ch:\n    image: clickhouse/clickhouse-server:25.8\n${more}`;
  const isFalse = "      CLICKHOUSE_CLUSTER_ENABLED: 'false'\n";

  test('marks a service that does not get the setting, and sets it', () => {
    const { fix } = check({ 'compose.yaml': compose('', '', '«web»') });
    assert.equal(fix()['compose.yaml'], compose(isFalse));
  });
  test('adds it to the env_file of a service that has one', () => {
    const text =
      'services:\n  «web»:\n    image: langfuse/langfuse:3\n    env_file: .env\n  ch:\n    image: clickhouse/clickhouse-server:25.8\n';
    const { fix } = check({ 'compose.yaml': text, '.env': 'SALT=a\n' });
    assert.equal(fix()['.env'], 'SALT=a\nCLICKHOUSE_CLUSTER_ENABLED=false\n');
  });
  test('marks every other word than false', () => {
    for (const word of ['true', '"False"', '"0"']) {
      const { fix } = check({ 'compose.yaml': compose(`      CLICKHOUSE_CLUSTER_ENABLED: «${word}»\n`) });
      assert.match(fix()['compose.yaml'] ?? '', /CLICKHOUSE_CLUSTER_ENABLED: ["']false["']\n/);
    }
  });
  test('false is in order, and so is what is not known', () => {
    check({ 'compose.yaml': compose(isFalse) });
    check({ 'compose.yaml': compose('      CLICKHOUSE_CLUSTER_ENABLED: ${CLUSTER}\n') });
  });
  test('several servers, a Keeper or a configuration may be a cluster', () => {
    check({ 'compose.yaml': compose('', '  ch2:\n    image: clickhouse/clickhouse-server:25.8\n') });
    check({ 'compose.yaml': compose('', '  k:\n    image: clickhouse/clickhouse-keeper:25.8\n') });
    check({
      'compose.yaml': compose('', '    volumes:\n      - ./c.xml:/etc/clickhouse-server/config.d/c.xml\n'),
    });
  });
});
