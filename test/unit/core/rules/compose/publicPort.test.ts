import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('compose/public-port', () => {
  const check = ruleChecker('compose/public-port');
  const compose = (image: string, port: string) =>
    `services:\n  s:\n    image: ${image}\n    ports:\n      - ${port}\n`;

  test('marks a database on every interface and binds it to loopback', () => {
    const { fix } = check({ 'compose.yaml': compose('postgres:17', '«"5432:5432"»') });
    assert.equal(fix()['compose.yaml'], compose('postgres:17', '"127.0.0.1:5432:5432"'));
  });
  test('0.0.0.0 is every interface', () => {
    const { fix } = check({ 'compose.yaml': compose('redis:7', '«0.0.0.0:6379:6379»') });
    assert.equal(fix()['compose.yaml'], compose('redis:7', '127.0.0.1:6379:6379'));
  });
  test('marks the long form', () => {
    check({
      'compose.yaml':
        'services:\n  s:\n    image: clickhouse/clickhouse-server:25.8\n    ports:\n      - target: «8123»\n        published: 8123\n',
    });
  });
  test('a loopback address, the web interface and the S3 port are in order', () => {
    check({ 'compose.yaml': compose('postgres:17', '"127.0.0.1:5432:5432"') });
    check({ 'compose.yaml': compose('langfuse/langfuse:3', '"3000:3000"') });
    check({ 'compose.yaml': compose('quay.io/minio/minio:RELEASE.x', '"9090:9000"') });
  });
});
