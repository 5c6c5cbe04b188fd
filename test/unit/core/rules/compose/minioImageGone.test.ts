import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('compose/minio-image-gone', () => {
  const check = ruleChecker('compose/minio-image-gone');
  const compose = (image: string) => `services:\n  minio:\n    image: ${image}\n`;

  test('marks the image of Docker Hub and takes it from quay.io', () => {
    const { fix } = check({
      'compose.yaml': compose('«docker.io/minio/minio:RELEASE.2025-09-07T16-13-09Z»'),
    });
    assert.equal(fix()['compose.yaml'], compose('quay.io/minio/minio:RELEASE.2025-09-07T16-13-09Z'));
  });
  test('finds the short name as well', () => {
    const { fix } = check({ 'compose.yaml': compose('«minio/minio»') });
    assert.equal(fix()['compose.yaml'], compose('quay.io/minio/minio'));
  });
  test('other registries still serve it', () => {
    check({ 'compose.yaml': compose('quay.io/minio/minio') });
    check({ 'compose.yaml': compose('registry.example.org/minio/minio') });
    check({ 'compose.yaml': compose('cgr.dev/chainguard/minio') });
  });
});
