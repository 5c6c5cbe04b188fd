import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('secrets/sample-value', () => {
  const check = ruleChecker('secrets/sample-value');
  const compose = (entry: string, ports = '[]') =>
    `services:\n  web:\n    image: langfuse/langfuse:3\n    ports: ${ports}\n    environment:\n      ${entry}\n`;

  test('marks the values that Langfuse publishes, also as defaults', () => {
    check({ 'compose.yaml': compose('SALT: «mysalt»') });
    check({
      'compose.yaml': compose('DATABASE_URL: «postgresql://postgres:postgres@postgres:5432/postgres»'),
    });
    const { findings } = check({ 'compose.yaml': compose('ENCRYPTION_KEY: «"' + '0'.repeat(64) + '"»') });
    assert.equal(findings[0]?.severity, 'warning');
  });
  test('is an error where the port is open to the network', () => {
    const severity = (ports: string) =>
      check({ 'compose.yaml': compose('SALT: «mysalt»', ports) }).findings[0]?.severity;
    assert.equal(severity('["3000:3000"]'), 'error');
    assert.equal(severity('["127.0.0.1:3000:3000"]'), 'warning');
  });
  test('the port of another service is no matter', () => {
    const { findings } = check({
      'compose.yaml': `${compose('REDIS_AUTH: «myredissecret»', '["3000:3000"]')}  redis:\n    image: redis:7\n`,
    });
    assert.equal(findings[0]?.severity, 'warning');
  });
  test('a default can be demanded instead, wherever it stands', () => {
    const text = compose('CLICKHOUSE_PASSWORD: «${CLICKHOUSE_PASSWORD:-clickhouse}»');
    const server =
      '  clickhouse:\n    image: clickhouse/clickhouse-server:25.8\n    environment:\n      CLICKHOUSE_PASSWORD: «${CLICKHOUSE_PASSWORD:-clickhouse}»\n';
    const { fix } = check({ 'compose.yaml': text + server });
    const fixed = (text + server).replace(/[«»]/g, '').replaceAll(':-clickhouse', ':?');
    assert.equal(fix()['compose.yaml'], fixed);
  });
  test('a weak word is one as well, and is emptied where a new one takes effect', () => {
    const { fix } = check({ 'compose.yaml': compose('SALT: a'), '.env': 'NEXTAUTH_SECRET=«password»\n' });
    assert.equal(fix()['.env'], 'NEXTAUTH_SECRET=\n');
    const { findings } = check({
      'compose.yaml': compose('SALT: a'),
      '.env': 'POSTGRES_PASSWORD=«password»\n',
    });
    assert.deepEqual(findings[0]?.fixes, []);
  });
  test('what Langfuse publishes is no matter where Langfuse is not', () =>
    void check({
      'compose.yaml':
        'services:\n  db:\n    image: postgres:17\n    environment:\n      POSTGRES_PASSWORD: postgres\n',
      '.env': 'SALT=mysalt\n',
    }));
  test('the same word under another name may be anything', () =>
    void check({
      'compose.yaml': compose('POSTGRES_USER: postgres'),
      '.env': 'CLICKHOUSE_USER=clickhouse\n',
    }));
});
