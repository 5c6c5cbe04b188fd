import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('xref/web-worker-divergence', () => {
  const check = ruleChecker('xref/web-worker-divergence');
  const compose = (web: string, worker: string) =>
    `services:\n  web:\n    image: langfuse/langfuse:3\n    environment:\n      A: 1\n${web}  worker:\n    image: langfuse/langfuse-worker:3\n    environment:\n      A: 1\n${worker}`;
  const line = (name: string, value: string) => `      ${name}: ${value}\n`;

  test('marks what the worker has otherwise, without showing it', () => {
    const { findings } = check({
      'compose.yaml': compose(line('SALT', 'canary'), line('SALT', '«canaries»')),
    });
    assert.ok(!findings[0]?.message.includes('canar'));
    assert.equal(findings[0]?.related?.length, 1);
  });
  test('an absent prefix is an empty one', () => {
    const prefix = line('LANGFUSE_S3_EVENT_UPLOAD_PREFIX', 'events/');
    const { fix } = check({ 'compose.yaml': compose(prefix, '').replace('  worker:', '  «worker»:') });
    assert.equal(fix()['compose.yaml'], compose(prefix, prefix));
  });
  test('gives the worker what web has', () => {
    const files = { 'compose.yaml': compose(line('SALT', '${S}'), line('SALT', '«a»')), '.env': 'S=b\n' };
    assert.equal(check(files).fix()['compose.yaml'], compose(line('SALT', '${S}'), line('SALT', '${S}')));
  });
  test('the same value by different ways, and a default that is written out, are alike', () => {
    check({
      'compose.yaml': compose(line('SALT', '${SALT}'), line('SALT', 'a') + line('CLICKHOUSE_DB', 'default')),
      '.env': 'SALT=a\n',
    });
  });
  test('what is not known is not compared', () => {
    check({ 'compose.yaml': compose(line('SALT', '${SALT:?}'), line('SALT', 'a')) });
  });
  test('the media endpoint may differ', () => {
    const name = 'LANGFUSE_S3_MEDIA_UPLOAD_ENDPOINT';
    check({ 'compose.yaml': compose(line(name, 'http://localhost:9090'), line(name, 'http://minio:9000')) });
  });
  suite('of addresses', () => {
    const servers = '  db:\n    image: postgres:17\n  other:\n    image: postgres:17\n';
    const pair = (name: string, web: string, worker: string) =>
      check({ 'compose.yaml': compose(line(name, web), line(name, worker)) + servers });

    test('marks another server and another database', () => {
      pair('DATABASE_URL', 'postgresql://u:p@db:5432/x', '«postgresql://u:p@other:5432/x»');
      pair('DATABASE_URL', 'postgresql://u:p@db/x', '«postgresql://u:p@db/y»');
      pair('REDIS_HOST', 'db', '«other»');
    });
    test('two ways to write one address, and servers elsewhere, are in order', () => {
      pair('DATABASE_URL', 'postgresql://u:p@db:5432/x', 'postgresql://v:q@db/x?schema=public');
      pair('DATABASE_URL', 'postgresql://u:p@db/x', 'postgresql://u:p@pool.example.org/y');
    });
    test('the nodes of a cluster are one', () =>
      void pair('CLICKHOUSE_URL', 'http://db:8123', 'http://other:8123'));
  });
});
