import assert from 'node:assert/strict';
import { checkFiles, ruleChecker } from '../../../support/checkRule';

suite('langfuse/missing-service', () => {
  const check = ruleChecker('langfuse/missing-service');
  const addressed =
    '    environment:\n      DATABASE_URL: postgresql://u:p@db.example.org:5432/d\n      CLICKHOUSE_URL: https://ch.example.org:8443\n      LANGFUSE_S3_EVENT_UPLOAD_BUCKET: b\n';
  const compose = (environment: string, web = 'web') =>
    `services:\n  ${web}:\n    image: langfuse/langfuse:3.225.4\n${environment}`;

  test('marks a server that is neither here nor elsewhere, and adds one that compose can load', () => {
    const { fix } = check({ 'compose.yaml': compose(addressed, '«web»') });
    const fixed = fix('Add the service "redis"');
    assert.match(fixed['compose.yaml'] ?? '', /\n {2}redis:\n {4}image: docker\.io\/redis:/);
    assert.match(fixed['compose.yaml'] ?? '', /\nvolumes:\n {2}redis_data:/);
    const problems = checkFiles({ ...fixed, '.env': 'REDIS_AUTH=0123456789abcdef\n' });
    assert.deepEqual(
      problems.filter(({ code }) => /^(?:compose|env)\//.test(code)),
      [],
    );
  });
  test('every server that can be added is in order by itself', () => {
    const { findings } = check({
      'compose.yaml': compose('', '«««««web»»»»»').replace('«««««', '««««').replace('»»»»»', '»»»»'),
    });
    assert.equal(findings.length, 4);
    for (const finding of findings) assert.equal(finding.fixes.length, 1);
  });
  test('servers elsewhere are servers', () => {
    check({
      'compose.yaml': compose(`${addressed}      REDIS_CONNECTION_STRING: rediss://r.example.org:6379\n`),
    });
  });
  test('a service runs the server whatever the variables say', () => {
    const services = [
      'postgres:17',
      'clickhouse/clickhouse-server:25.8',
      'valkey/valkey:8',
      'quay.io/minio/minio:R',
    ];
    check({
      'compose.yaml':
        compose('') + services.map((image, index) => `  s${index}:\n    image: ${image}\n`).join(''),
    });
  });
  test('a stack without Langfuse needs nothing', () => {
    check({ 'compose.yaml': 'services:\n  app:\n    image: nginx:1\n' });
  });
});
