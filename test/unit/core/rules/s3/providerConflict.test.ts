import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('s3/provider-conflict', () => {
  const check = ruleChecker('s3/provider-conflict');
  const compose = (azure: string, google: string) =>
    `services:\n  web:\n    image: langfuse/langfuse:3\n    environment:\n      LANGFUSE_USE_AZURE_BLOB: ${azure}\n      LANGFUSE_USE_GOOGLE_CLOUD_STORAGE: ${google}\n`;

  test('marks the second of two stores', () => {
    const { fix } = check({ 'compose.yaml': compose('"true"', '«"true"»') });
    assert.equal(fix()['compose.yaml'], compose('"true"', '"false"'));
  });
  test('one, none, and one that is not known are in order', () => {
    check({ 'compose.yaml': compose('"true"', '"false"') });
    check({ 'compose.yaml': compose('"false"', '""') });
    check({ 'compose.yaml': compose('"true"', '${GOOGLE:?}') });
  });
});
