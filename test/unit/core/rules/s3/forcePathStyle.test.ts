import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('s3/force-path-style', () => {
  const check = ruleChecker('s3/force-path-style');
  const EVENT = '      LANGFUSE_S3_EVENT_UPLOAD_';
  const compose = (more: string, name = 'worker', endpoint = 'http://minio:9000') =>
    `services:\n  ${name}:\n    image: langfuse/langfuse-worker:3\n    environment:\n${EVENT}BUCKET: langfuse\n${EVENT}ENDPOINT: ${endpoint}\n${more}  minio:\n    image: quay.io/minio/minio:R\n`;
  const ON = `${EVENT}FORCE_PATH_STYLE: 'true'\n`;

  test('marks a service that does not set it, and sets it', () => {
    const { fix } = check({ 'compose.yaml': compose('', '«worker»') });
    assert.equal(fix()['compose.yaml'], compose(ON));
  });
  test('marks where it is switched off', () => {
    const { fix } = check({ 'compose.yaml': compose(ON.replace("'true'", "«'false'»")) });
    assert.equal(fix()['compose.yaml'], compose(ON));
  });
  test('switched on, not known, and at a server elsewhere it is in order', () => {
    check({ 'compose.yaml': compose(ON) });
    check({ 'compose.yaml': compose(`${EVENT}FORCE_PATH_STYLE: \${STYLE:?}\n`) });
    check({ 'compose.yaml': compose('', 'worker', 'https://s3.eu-central-1.amazonaws.com') });
  });
});
