import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('xref/not-passed-to-container', () => {
  const check = ruleChecker('xref/not-passed-to-container');
  const compose = (environment: string) =>
    `services:\n  web:\n    image: langfuse/langfuse:3.225.4\n    environment:\n${environment}  worker:\n    image: langfuse/langfuse-worker:3.225.4\n    environment:\n      SALT: a\n`;

  test('marks a setting that no service gets, and passes it to the one that reads it', () => {
    const { fix } = check({
      'compose.yaml': compose('      SALT: a\n'),
      '.env': '«AUTH_DISABLE_SIGNUP»=true\n',
    });
    assert.equal(
      fix()['compose.yaml'],
      compose('      SALT: a\n      AUTH_DISABLE_SIGNUP: ${AUTH_DISABLE_SIGNUP:-}\n'),
    );
  });
  test('passes what both read to both, in the style of each list', () => {
    const { fix } = check({
      'compose.yaml': compose('      - SALT=a\n'),
      '.env': '«LANGFUSE_LOG_LEVEL»=debug\n',
    });
    const fixed = fix()['compose.yaml'] ?? '';
    assert.ok(fixed.includes('      - LANGFUSE_LOG_LEVEL=${LANGFUSE_LOG_LEVEL:-}\n'));
    assert.ok(fixed.includes('      LANGFUSE_LOG_LEVEL: ${LANGFUSE_LOG_LEVEL:-}\n'));
  });
  test('adds to a shared anchor once', () => {
    const shared =
      'x-env: &env\n  SALT: a\nservices:\n  web:\n    image: langfuse/langfuse:3\n    environment: *env\n  worker:\n    image: langfuse/langfuse-worker:3\n    environment: *env\n';
    const { fix } = check({ 'compose.yaml': shared, '.env': '«REDIS_PORT»=6379\n' });
    assert.equal(
      fix()['compose.yaml'],
      shared.replace('SALT: a\n', 'SALT: a\n  REDIS_PORT: ${REDIS_PORT:-}\n'),
    );
  });
  test('a variable that is referenced, or that an env_file carries, is passed', () => {
    check({ 'compose.yaml': compose('      SALT: ${SALT}\n'), '.env': 'SALT=1\n' });
    check({
      'compose.yaml': 'services:\n  web:\n    image: langfuse/langfuse:3\n    env_file: .env\n',
      '.env': 'AUTH_DISABLE_SIGNUP=true\n',
    });
  });
  test('a variable that another line of .env uses serves that line', () => {
    check({
      'compose.yaml': compose('      SALT: ${COMBINED}\n'),
      '.env': 'LANGFUSE_LOG_LEVEL=debug\nCOMBINED=${LANGFUSE_LOG_LEVEL}\n',
    });
  });
  test('a name that Langfuse does not know may be for anybody', () => {
    check({ 'compose.yaml': compose('      SALT: a\n'), '.env': 'BACKUP_BUCKET=b\nTZ=UTC\n' });
  });
});
