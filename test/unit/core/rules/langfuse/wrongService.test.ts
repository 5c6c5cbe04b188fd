import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('langfuse/wrong-service', () => {
  const check = ruleChecker('langfuse/wrong-service');
  const compose = (web: string, worker: string) =>
    `services:\n  web:\n    image: langfuse/langfuse:3\n    environment:\n      SALT: a\n${web}  worker:\n    image: langfuse/langfuse-worker:3\n    environment:\n      SALT: a\n${worker}`;
  const SIGNUP = '      AUTH_DISABLE_SIGNUP: "true"\n';

  test('marks what only web reads, and gives it to web', () => {
    const { fix } = check({
      'compose.yaml': compose('', '      «AUTH_DISABLE_SIGNUP»: ${AUTH_DISABLE_SIGNUP:-true}\n'),
    });
    const given = '      AUTH_DISABLE_SIGNUP: ${AUTH_DISABLE_SIGNUP:-true}\n';
    assert.equal(fix()['compose.yaml'], compose(given, given));
  });
  test('marks what only the worker reads', () => {
    check({ 'compose.yaml': compose('      «LANGFUSE_S3_BATCH_EXPORT_ENABLED»: "true"\n', '') });
  });
  test('where the right one has it too, in a shared file, and of other names nothing is said', () => {
    check({ 'compose.yaml': compose(SIGNUP, SIGNUP) });
    check({ 'compose.yaml': compose('', '      LANGFUSE_AUTO_CLICKHOUSE_MIGRATION_DISABLED: "true"\n') });
    check({ 'compose.yaml': compose('', '      NODE_OPTIONS: --max-old-space-size=4096\n') });
    check({ 'compose.yaml': compose('', '      AUTH_DISABLE_SIGNUP: ""\n') });
    check({
      'compose.yaml': compose('', '    env_file: .env\n'),
      '.env': 'AUTH_DISABLE_SIGNUP=true\n',
    });
  });
});
