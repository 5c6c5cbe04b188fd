import assert from 'node:assert/strict';
import { Secret, reveal } from '../../../../src/core/secret';
import type { BoundPort } from '../../../../src/core/stack/container';
import { connectionString } from '../../../../src/core/stack/connectionString';
import type { DatabaseRole } from '../../../../src/core/stack/shells';

suite('connectionString', () => {
  const environment = new Map(
    Object.entries({
      DATABASE_URL: 'postgresql://lf:p%40ss@postgres:5432/traces',
      CLICKHOUSE_URL: 'http://clickhouse:8123',
      CLICKHOUSE_USER: 'lf',
      CLICKHOUSE_PASSWORD: 'a b',
      REDIS_HOST: 'redis',
      REDIS_AUTH: 'canary',
    }).map(([name, value]) => [name, new Secret(value)]),
  );
  const port = (target: number, published: number, hostIp = '127.0.0.1'): BoundPort => ({
    hostIp,
    published,
    target,
    protocol: 'tcp',
  });

  function of(role: DatabaseRole, ports: readonly BoundPort[], host = '127.0.0.1') {
    const found = connectionString({ name: role, role, ports }, environment, host);
    return found.kind === 'known'
      ? [found.withoutPassword, found.complete && reveal(found.complete)]
      : found.message;
  }

  test('of every database', () => {
    assert.deepEqual(of('postgres', [port(5432, 15432)]), [
      'postgresql://lf@127.0.0.1:15432/traces',
      'postgresql://lf:p%40ss@127.0.0.1:15432/traces',
    ]);
    assert.deepEqual(of('clickhouse', [port(9000, 9000), port(8123, 8123)]), [
      'http://lf@127.0.0.1:8123/default',
      'http://lf:a%20b@127.0.0.1:8123/default',
    ]);
    assert.deepEqual(of('redis', [port(6379, 6379)]), [
      'redis://127.0.0.1:6379/0',
      'redis://:canary@127.0.0.1:6379/0',
    ]);
  });

  test('on the machine of the engine', () => {
    assert.equal(of('redis', [port(6379, 80, '0.0.0.0')], 'fd00::1')[0], 'redis://[fd00::1]:80/0');
    assert.match(String(of('redis', [port(6379, 6379)], 'far.example')), /only that machine reaches it/);
  });

  test('a port that is not published is said, with what to write', () => {
    assert.match(
      String(of('clickhouse', [port(9000, 9000)])),
      /publishes no port 8123\. Add "127\.0\.0\.1:8123:8123"/,
    );
  });

  test('a login that cannot be read is said', () => {
    const found = connectionString(
      { name: 'db', role: 'postgres', ports: [port(5432, 5432)] },
      new Map(),
      'h',
    );
    assert.match(found.kind === 'unknown' ? found.message : '', /./);
  });
});
