import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('langfuse/version-skew', () => {
  const check = ruleChecker('langfuse/version-skew');
  const compose = (web: string, worker: string) =>
    `services:\n  web:\n    image: langfuse/langfuse:${web}\n  worker:\n    image: ${worker}\n`;

  test('marks the worker and gives it the version of web', () => {
    const { fix } = check({ 'compose.yaml': compose('3.225.4', '«langfuse/langfuse-worker:3.219.0»') });
    assert.equal(fix()['compose.yaml'], compose('3.225.4', 'langfuse/langfuse-worker:3.225.4'));
  });
  test('marks another major version', () => {
    check({ 'compose.yaml': compose('4', '«langfuse/langfuse-worker:3»') });
  });
  test('a tag that may stand for the same version is no difference', () => {
    check({ 'compose.yaml': compose('3.225.4', 'langfuse/langfuse-worker:3') });
    check({ 'compose.yaml': compose('latest', 'langfuse/langfuse-worker:3') });
  });
});
