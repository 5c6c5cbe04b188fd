import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('s3/media-endpoint-internal', () => {
  const check = ruleChecker('s3/media-endpoint-internal');
  const compose = (endpoint: string) =>
    `services:\n  web:\n    image: langfuse/langfuse:3\n    environment:\n      LANGFUSE_S3_MEDIA_UPLOAD_BUCKET: langfuse\n      LANGFUSE_S3_MEDIA_UPLOAD_ENDPOINT: ${endpoint}\n  minio:\n    image: quay.io/minio/minio:RELEASE.x\n    ports: ['9090:9000']\n`;

  test('marks the name of a service, and offers its published address', () => {
    const { fix } = check({ 'compose.yaml': compose('«http://minio:9000»') });
    assert.equal(fix()['compose.yaml'], compose('http://localhost:9090'));
  });
  test('an address outside is for browsers', () => {
    check({ 'compose.yaml': compose('http://localhost:9090') });
    check({ 'compose.yaml': compose('https://media.example.com') });
  });
  test('the worker does reach the service by its name', () => {
    check({
      'compose.yaml': compose('http://minio:9000').replace('langfuse/langfuse:', 'langfuse/langfuse-worker:'),
    });
  });
});
