import assert from 'node:assert/strict';
import { describeConnection, explainConnection } from '../../../../src/core/clickhouse/connection';
import type { ComposeService, ContainerVariable, PublishedPort } from '../../../../src/core/compose/project';
import { stackConnection } from '../../../../src/core/langfuse/clickhouseConnection';
import { Secret } from '../../../../src/core/secret';
import { project, service } from '../../support/builders';
import { sampleProject } from '../../support/resolve';

const origin = { path: 'compose.yaml', span: { start: 0, end: 0 } };

function variables(values: Record<string, string>): Pick<ComposeService, 'environment'> {
  const entries = Object.entries(values).map(([name, text]): [string, ContainerVariable] => {
    const value = name.endsWith('PASSWORD') ? new Secret(text) : text;
    return [name, { name, value, origin, valueOrigin: origin, source: 'environment' }];
  });
  return { environment: new Map(entries) };
}

function port(target: number, published: number | undefined, hostIp = '127.0.0.1'): PublishedPort {
  return { hostIp, published, target, protocol: 'tcp', origin };
}

interface Parts {
  readonly web?: Record<string, string>;
  readonly clickhouse?: Record<string, string>;
  readonly ports?: readonly PublishedPort[];
}

function connect(
  { web = {}, clickhouse = {}, ports = [port(8123, 8123)] }: Parts,
  whyNotPublished?: string,
): ReturnType<typeof stackConnection> {
  return stackConnection(
    project([
      service('other', 'clickhouse/clickhouse-server:25.8', { ports: [port(8123, 9999)] }),
      service('langfuse-web', 'langfuse/langfuse:3', variables({ CLICKHOUSE_URL: 'http://db:8123', ...web })),
      service('db', 'clickhouse/clickhouse-server:25.8', { ports, ...variables(clickhouse) }),
    ]),
    whyNotPublished,
  );
}

function url(parts: Parts): string {
  const choice = connect(parts);
  return choice.kind === 'ready' ? choice.connection.url : choice.message;
}

suite('langfuse/clickhouseConnection', () => {
  test("Langfuse's own credentials", () => {
    const choice = connect({
      web: { CLICKHOUSE_USER: 'lf', CLICKHOUSE_PASSWORD: 'canary', CLICKHOUSE_DB: 'langfuse' },
      clickhouse: { CLICKHOUSE_USER: 'other', CLICKHOUSE_PASSWORD: 'other' },
    });
    assert.ok(choice.kind === 'ready');
    const { user, password, database } = choice.connection;
    assert.deepEqual([user, password.reveal(), database], ['lf', 'canary', 'langfuse']);
    assert.doesNotMatch(JSON.stringify(choice), /canary/);
  });
  test("else the server's; an empty value is none", () => {
    const choice = connect({
      web: { CLICKHOUSE_USER: '' },
      clickhouse: { CLICKHOUSE_USER: 'ch', CLICKHOUSE_PASSWORD: 'p' },
    });
    assert.ok(choice.kind === 'ready');
    assert.deepEqual(
      [choice.connection.user, choice.connection.password.reveal(), choice.connection.database],
      ['ch', 'p', 'default'],
    );
  });

  test('the sample that works', () => {
    const choice = stackConnection(sampleProject());
    assert.ok(choice.kind === 'ready');
    assert.deepEqual(
      [choice.connection.url, choice.connection.user, choice.connection.password.reveal()],
      ['http://127.0.0.1:8123', 'langfuse', 'secret-of-CLICKHOUSE_PASSWORD'],
    );
  });
  test('the service that CLICKHOUSE_URL names, at its published port', () =>
    assert.equal(url({ ports: [port(9000, 9000), port(8123, 18123)] }), 'http://127.0.0.1:18123'));
  test('a port on every interface is reached here', () => {
    for (const hostIp of ['', '0.0.0.0', '::'])
      assert.equal(url({ ports: [port(8123, 1, hostIp)] }), 'http://127.0.0.1:1');
  });
  test('a port on one interface is reached there', () => {
    assert.equal(url({ ports: [port(8123, 1, '10.0.0.5')] }), 'http://10.0.0.5:1');
    assert.equal(url({ ports: [port(8123, 1, '::1')] }), 'http://[::1]:1');
  });
  test('localhost inside a container is no server elsewhere', () =>
    assert.equal(url({ web: { CLICKHOUSE_URL: 'http://localhost:8123' } }), 'http://127.0.0.1:9999'));
  test('a server outside the project is reached at its own address', () =>
    assert.equal(url({ web: { CLICKHOUSE_URL: 'https://ch.example:8443' } }), 'https://ch.example:8443'));

  test('a port that is not published is reached through a container', () => {
    const choice = connect({ ports: [port(9000, 9000)] });
    assert.ok(choice.kind === 'ready');
    assert.equal(choice.connection.url, 'http://db:8123');
    assert.deepEqual(choice.connection.tunnel, {
      project: 'stack',
      port: 8123,
      entrances: [
        { service: 'db', program: 'bash', host: '127.0.0.1' },
        { service: 'langfuse-web', program: 'node', host: 'db' },
      ],
      reason: 'db does not publish port 8123',
    });
  });
  test('so is a port that changes', () => {
    const choice = connect({ ports: [port(8123, undefined)] });
    assert.ok(choice.kind === 'ready');
    assert.match(choice.connection.tunnel?.reason ?? '', /changes with every start/);
  });
  test('so is a published one that will not do', () => {
    const choice = connect({}, 'the engine is on another machine');
    assert.ok(choice.kind === 'ready');
    assert.equal(choice.connection.tunnel?.reason, 'the engine is on another machine');
    assert.equal(describeConnection(choice.connection), 'default@db:8123 through Docker');
    assert.match(
      explainConnection(choice.connection),
      /"default" at http:\/\/db:8123, through the container of db or langfuse-web, because the engine is on another/,
    );
  });
  test('no container leads to a server outside the project', () => {
    const choice = connect({ web: { CLICKHOUSE_URL: 'https://ch.example:8443' } }, 'the engine is remote');
    assert.ok(choice.kind === 'ready');
    assert.equal(choice.connection.tunnel, undefined);
  });
  test('a stack without ClickHouse says so', () => {
    const choice = stackConnection(project([]));
    assert.ok(choice.kind === 'unavailable');
    assert.match(choice.message, /no ClickHouse service/);
  });
});
