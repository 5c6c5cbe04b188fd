import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('secrets/reused', () => {
  const check = ruleChecker('secrets/reused');
  const compose =
    'services:\n  web:\n    image: langfuse/langfuse:3\n  redis:\n    image: redis:7\n  minio:\n    image: minio/minio:x\n';

  test('marks the second use of a secret, without showing it', () => {
    const { findings } = check({
      'compose.yaml': compose,
      '.env': 'SALT=canary-canary\nREDIS_AUTH=«canary-canary»\n',
    });
    assert.ok(!findings[0]?.message.includes('canary'));
  });
  test('names that must agree are one purpose', () => {
    check({
      'compose.yaml': compose,
      '.env':
        'MINIO_ROOT_PASSWORD=canary-canary\nLANGFUSE_S3_EVENT_UPLOAD_SECRET_ACCESS_KEY=canary-canary\nREDIS_AUTH=another-one\n',
    });
  });
  test('what was never filled in is said elsewhere', () => {
    check({ 'compose.yaml': compose, '.env': 'SALT=<secret-of-64>\nREDIS_AUTH=<secret-of-64>\n' });
  });
});
