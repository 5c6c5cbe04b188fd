import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('s3/host-unreachable', () => {
  const check = ruleChecker('s3/host-unreachable');
  const compose = (name: string, url: string) =>
    `services:\n  web:\n    image: langfuse/langfuse:3\n    environment:\n      ${name}: ${url}\n  minio:\n    image: quay.io/minio/minio:R\n`;

  test('marks an upload address that is the container itself', () => {
    const name = 'LANGFUSE_S3_EVENT_UPLOAD_ENDPOINT';
    const { fix } = check({ 'compose.yaml': compose(name, '«http://localhost:9000»') });
    assert.equal(fix()['compose.yaml'], compose(name, 'http://minio:9000'));
  });
  test('marks the port that is published for the machine outside', () => {
    const published = (url: string, more = '') =>
      `${compose('LANGFUSE_S3_EVENT_UPLOAD_ENDPOINT', url)}    ports: ["9090:9000"]\n${more}`;
    const { fix } = check({ 'compose.yaml': published('«http://minio:9090»') });
    assert.equal(fix()['compose.yaml'], published('http://minio:9000'));
    check({ 'compose.yaml': published('http://minio:9090', '    command: server --address :9090 /data\n') });
    check({ 'compose.yaml': published('http://minio:9000') });
  });
  test('the media address is for browsers outside', () => {
    check({ 'compose.yaml': compose('LANGFUSE_S3_MEDIA_UPLOAD_ENDPOINT', 'http://localhost:9090') });
  });
});
