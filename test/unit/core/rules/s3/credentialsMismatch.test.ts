import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('s3/credentials-mismatch', () => {
  const check = ruleChecker('s3/credentials-mismatch');
  const compose = (user: string, secret: string) =>
    `services:\n  web:\n    image: langfuse/langfuse:3\n    environment:\n      LANGFUSE_S3_EVENT_UPLOAD_ACCESS_KEY_ID: ${user}\n      LANGFUSE_S3_EVENT_UPLOAD_SECRET_ACCESS_KEY: ${secret}\n  minio:\n    image: quay.io/minio/minio:R\n    environment:\n      MINIO_ROOT_USER: root\n      MINIO_ROOT_PASSWORD: canary-1\n`;

  test('marks another secret for the same user', () => {
    const { findings, fix } = check({ 'compose.yaml': compose('root', '«canary-2»') });
    assert.equal(fix()['compose.yaml'], compose('root', 'canary-1'));
    assert.ok(!findings[0]?.message.includes('canary'));
  });
  test('the same secret is in order', () => check({ 'compose.yaml': compose('root', 'canary-1') }));
  test('another user may have been made in MinIO', () => {
    check({ 'compose.yaml': compose('service-account', 'canary-2') });
  });
});
