import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('langfuse/removed-variable', () => {
  const check = ruleChecker('langfuse/removed-variable');
  const compose = (tag: string, line: string) =>
    `services:\n  worker:\n    image: langfuse/langfuse-worker:${tag}\n    environment:\n      SALT: a\n${line}`;
  const GONE = 'LANGFUSE_QUEUE_METRICS_SAMPLE_RATE';

  test('marks what version 4 dropped, and removes it', () => {
    const { fix } = check({ 'compose.yaml': compose('4', `      «${GONE}»: "0.1"\n`) });
    assert.equal(fix()['compose.yaml'], compose('4', ''));
  });
  test('marks a line of an env file', () => {
    check({
      'compose.yaml': 'services:\n  worker:\n    image: langfuse/langfuse-worker:4\n    env_file: .env\n',
      '.env': `«${GONE}»=1\n`,
    });
  });
  test('tells what a newer version brings', () => {
    const { findings } = check({
      'compose.yaml': compose('3.225.4', '      «CLICKHOUSE_DISABLE_TOP_K_THROUGH_JOIN»: auto\n'),
    });
    assert.deepEqual([findings[0]?.severity, findings[0]?.fixes], ['info', []]);
  });
  test('what the version reads is in order, and with a version that is not known nothing is said', () => {
    check({ 'compose.yaml': compose('3', `      ${GONE}: "0.1"\n`) });
    check({ 'compose.yaml': compose('4', '      CLICKHOUSE_DISABLE_TOP_K_THROUGH_JOIN: auto\n') });
    check({ 'compose.yaml': compose('3', '      NO_PROXY: minio\n      HTTPS_PROXY: http://proxy:3128\n') });
    check({ 'compose.yaml': compose('main', `      ${GONE}: "0.1"\n`) });
  });
});
