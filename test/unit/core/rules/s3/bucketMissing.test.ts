import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('s3/bucket-missing', () => {
  const check = ruleChecker('s3/bucket-missing');
  const EVENT = '      LANGFUSE_S3_EVENT_UPLOAD_';
  const compose = (bucket: string, minio: string, more = '') =>
    `services:\n  worker:\n    image: langfuse/langfuse-worker:3\n    environment:\n${EVENT}BUCKET: ${bucket}\n${EVENT}ENDPOINT: http://minio:9000\n  minio:\n    image: quay.io/minio/minio:R\n${minio}${more}`;
  const script = (folders: string) =>
    `    entrypoint: sh\n    command: -c 'mkdir -p ${folders} && minio server --address ":9000" /data'\n`;

  test('marks a bucket beside the one that is made, and makes it as well', () => {
    const { fix, findings } = check({ 'compose.yaml': compose('«traces»', script('/data/langfuse')) });
    assert.equal(findings[0]?.severity, 'error');
    assert.equal(fix()['compose.yaml'], compose('traces', script('/data/langfuse /data/traces')));
  });
  test('warns where nothing makes one', () => {
    const { findings } = check({
      'compose.yaml': compose('«langfuse»', '    command: server /data --console-address ":9001"\n'),
    });
    assert.equal(findings[0]?.severity, 'warning');
  });
  test('marks the line of .env that names it', () => {
    check({ 'compose.yaml': compose('${BUCKET}', script('/data/langfuse')), '.env': 'BUCKET=«other»\n' });
  });
  test('a bucket that is made is in order, also among several and in list form', () => {
    check({ 'compose.yaml': compose('traces', script('/data/langfuse /data/traces')) });
    check({
      'compose.yaml': compose(
        'b',
        "    entrypoint: ['sh', '-c']\n    command: ['mkdir -p /data/b && exec minio server /data']\n",
      ),
    });
  });
  test('another container, a folder of the machine and scripts may make any', () => {
    const init = '  init:\n    image: minio/mc\n    command: mc mb s3/langfuse\n';
    check({ 'compose.yaml': compose('langfuse', '    command: server /data\n', init) });
    check({ 'compose.yaml': compose('b', `    volumes: ["./data:/data"]\n${script('/data/a')}`) });
    check({ 'compose.yaml': compose('b', '    command: sh /start.sh server\n') });
    check({ 'compose.yaml': compose('b', '') });
    check({ 'compose.yaml': compose('b', script('/data/${BUCKET_OF_ELSEWHERE:?}')) });
  });
});
