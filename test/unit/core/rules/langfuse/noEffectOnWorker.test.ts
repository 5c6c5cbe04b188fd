import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('langfuse/no-effect-on-worker', () => {
  const check = ruleChecker('langfuse/no-effect-on-worker');
  const compose = (environment: string) =>
    `services:\n  worker:\n    image: langfuse/langfuse-worker:3\n${environment}    restart: always\n`;

  test('marks the switch, and removes it with the heading it leaves empty', () => {
    const { fix } = check({
      'compose.yaml': compose(
        '    environment:\n      «LANGFUSE_AUTO_CLICKHOUSE_MIGRATION_DISABLED: "true"»\n',
      ),
    });
    assert.equal(fix()['compose.yaml'], compose(''));
  });
  test('removes an item of a list', () => {
    const { fix } = check({
      'compose.yaml': compose(
        '    environment:\n      - SALT=a\n      - «LANGFUSE_AUTO_POSTGRES_MIGRATION_DISABLED=true» # no race\n',
      ),
    });
    assert.equal(fix()['compose.yaml'], compose('    environment:\n      - SALT=a\n'));
  });
  test('has its effect on web', () => {
    check({
      'compose.yaml':
        'services:\n  web:\n    image: langfuse/langfuse:3\n    environment:\n      LANGFUSE_AUTO_CLICKHOUSE_MIGRATION_DISABLED: "true"\n',
    });
  });
});
