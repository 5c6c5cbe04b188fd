import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('s3/minio-password-short', () => {
  const check = ruleChecker('s3/minio-password-short');
  const compose = (user: string, password: string, image = 'cgr.dev/chainguard/minio') =>
    `services:\n  s3:\n    image: ${image}\n    environment:\n      MINIO_ROOT_USER: ${user}\n      MINIO_ROOT_PASSWORD: ${password}\n`;

  test('marks a password and a user that MinIO refuses', () => {
    const { findings } = check({ 'compose.yaml': compose('«ab»', '«seven77»') });
    for (const { message } of findings) assert.doesNotMatch(message, /seven77/);
  });
  test('is emptied for Create Secrets', () => {
    const { fix } = check({ 'compose.yaml': compose('abc', '${P}'), '.env': 'P=«seven77»\n' });
    assert.equal(fix()['.env'], 'P=\n');
  });
  test('long enough, empty, not known, and of another server they are in order', () => {
    check({ 'compose.yaml': compose('abc', 'eight888') });
    check({ 'compose.yaml': compose('""', '""') });
    check({ 'compose.yaml': compose('abc', '${P:?}') });
    check({ 'compose.yaml': compose('a', 'b', 'chrislusf/seaweedfs:4') });
  });
});
