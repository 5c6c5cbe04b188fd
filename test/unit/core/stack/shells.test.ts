import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Secret, reveal } from '../../../../src/core/secret';
import { SHELL, databaseShell, dockerExecWords } from '../../../../src/core/stack/shells';
import type { ContainerProgram } from '../../../../src/core/stack/shells';

suite('shells in containers', () => {
  let folder: string;
  setup(() => (folder = mkdtempSync(join(tmpdir(), 'shells-'))));
  teardown(() => rmSync(folder, { recursive: true }));

  /** What the program does in a container that has these clients, which print their words and what they were given. */
  function run(
    { argv, environment }: ContainerProgram,
    clients: readonly string[],
    container: Readonly<Record<string, string>> = {},
  ): string {
    for (const client of clients) {
      const path = join(folder, client);
      writeFileSync(path, `#!/bin/sh\necho "${client} $*; $PGPASSWORD$REDISCLI_AUTH"\n`);
      chmodSync(path, 0o755);
    }
    const [, ...words] = argv;
    const given = Object.fromEntries(Array.from(environment, ([name, value]) => [name, reveal(value)]));
    const env = { PATH: folder, ...container, ...given };
    return spawnSync('/bin/sh', words, { env, encoding: 'utf8' }).stdout.trim();
  }

  test('bash where there is one, else sh', () => {
    assert.equal(run(SHELL, ['sh']), 'sh ;');
    assert.equal(run(SHELL, ['bash', 'sh']), 'bash ;');
  });

  test('psql as the user and in the database of the image', () => {
    const psql = databaseShell('postgres', new Map());
    const official = { POSTGRES_USER: 'lf', POSTGRES_DB: 'traces', POSTGRES_PASSWORD: 'secret' };
    assert.equal(run(psql, ['psql'], official), 'psql --username lf --dbname traces; secret');
    assert.equal(run(psql, ['psql'], { POSTGRES_USER: 'lf' }), 'psql --username lf --dbname lf;');
    assert.equal(run(psql, ['psql']), 'psql --username postgres --dbname postgres;');
    const bitnami = { POSTGRESQL_USERNAME: 'b', POSTGRESQL_DATABASE: 'd', POSTGRESQL_PASSWORD: 'p' };
    assert.equal(run(psql, ['psql'], bitnami), 'psql --username b --dbname d; p');
  });

  test('clickhouse-client in the database of the image', () => {
    const client = databaseShell('clickhouse', new Map());
    assert.equal(
      run(client, ['clickhouse-client'], { CLICKHOUSE_DB: 'lf' }),
      'clickhouse-client --database lf;',
    );
    assert.equal(run(client, ['clickhouse-client']), 'clickhouse-client --database default;');
  });

  test('redis-cli with the password of Langfuse, by its environment', () => {
    const langfuse = new Map([
      ['REDIS_HOST', new Secret('redis')],
      ['REDIS_AUTH', new Secret('secret')],
    ]);
    assert.equal(run(databaseShell('redis', langfuse), ['redis-cli']), 'redis-cli ; secret');
    assert.equal(run(databaseShell('redis', new Map()), ['redis-cli']), 'redis-cli ;');
    const named = new Map([...langfuse, ['REDIS_USERNAME', new Secret('a b; c')]]);
    assert.equal(run(databaseShell('redis', named), ['redis-cli']), 'redis-cli --user a b; c; secret');
  });

  test('valkey-cli where there is no redis-cli', () => {
    assert.equal(run(databaseShell('redis', new Map()), ['valkey-cli']), 'valkey-cli ;');
  });

  test('docker gets the names of secrets, and none of their values', () => {
    const langfuse = new Map([['REDIS_CONNECTION_STRING', new Secret('redis://:canary@redis:6379')]]);
    const words = dockerExecWords('stack-redis-1', databaseShell('redis', langfuse));
    assert.deepEqual(words.slice(0, 6), [
      'exec',
      '--interactive',
      '--tty',
      '--env',
      'REDISCLI_AUTH',
      'stack-redis-1',
    ]);
    assert.doesNotMatch(words.join(' '), /canary/);
  });
});
