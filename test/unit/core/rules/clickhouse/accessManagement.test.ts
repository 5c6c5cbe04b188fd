import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('clickhouse/access-management', () => {
  const check = ruleChecker('clickhouse/access-management');
  const WEB = '  web:\n    image: langfuse/langfuse:3\n';
  const compose = (environment: string, web = WEB) =>
    `services:\n  ch:\n    image: clickhouse/clickhouse-server:25.8\n    environment:\n      CLICKHOUSE_USER: u\n${environment}${web}`;

  test('marks the right to manage users, and takes it away', () => {
    const { fix } = check({ 'compose.yaml': compose('      «CLICKHOUSE_DEFAULT_ACCESS_MANAGEMENT: 1»\n') });
    assert.equal(fix()['compose.yaml'], compose(''));
  });
  test('switched off, in a shared file and without Langfuse it is nobody’s concern', () => {
    check({ 'compose.yaml': compose('      CLICKHOUSE_DEFAULT_ACCESS_MANAGEMENT: 0\n') });
    check({ 'compose.yaml': compose('      CLICKHOUSE_DEFAULT_ACCESS_MANAGEMENT: 1\n', '') });
    check({
      'compose.yaml': compose('    env_file: .env\n'),
      '.env': 'CLICKHOUSE_DEFAULT_ACCESS_MANAGEMENT=1\n',
    });
  });
});
