import { ruleChecker } from '../../../support/checkRule';

suite('s3/provider-conflict', () => {
  const check = ruleChecker('s3/provider-conflict');
  const compose = (azure: string, google: string) =>
    `services:\n  web:\n    image: langfuse/langfuse:3\n    environment:\n      LANGFUSE_USE_AZURE_BLOB: ${azure}\n      LANGFUSE_USE_GOOGLE_CLOUD_STORAGE: ${google}\n`;

  test('marks the second of two stores', () => {
    check({ 'compose.yaml': compose('"true"', '«"true"»') });
  });
  test('one, none, and one that is not known are in order', () => {
    check({ 'compose.yaml': compose('"true"', '"false"') });
    check({ 'compose.yaml': compose('"false"', '""') });
    check({ 'compose.yaml': compose('"true"', '${GOOGLE:?}') });
  });
});
