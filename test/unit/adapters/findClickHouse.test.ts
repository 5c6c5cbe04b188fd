import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { DockerError } from '../../../src/adapters/dockerError';
import { findClickHouse } from '../../../src/adapters/findClickHouse';
import type { FindOptions } from '../../../src/adapters/findClickHouse';
import type { ContainerStatus } from '../../../src/core/stack/container';
import { project, service } from '../support/builders';

const NOBODY = 1;
const origin = { path: 'compose.yaml', span: { start: 0, end: 0 } };

suite('findClickHouse', () => {
  test('takes the published port where something listens', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    assert.equal(await find(port, engineWith('running')), `http://127.0.0.1:${port}`);
    server.close();
  });

  test('goes through a container where nothing does', async () =>
    assert.equal(
      await find(NOBODY, engineWith('running')),
      'through Docker, because nothing answers at http://127.0.0.1:1 here',
    ));

  test('stays with the published port while no container runs, or the engine does not answer', async () => {
    assert.equal(await find(NOBODY, engineWith('exited')), 'http://127.0.0.1:1');
    const listContainers = () => Promise.reject(new DockerError('down', 'Cannot reach Docker.'));
    assert.equal(await find(NOBODY, { listContainers }), 'http://127.0.0.1:1');
  });

  test('never asks this machine for what another one publishes', async () => {
    const server = createServer(() => assert.fail('Somebody else was asked.')).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    assert.equal(
      await find(port, engineWith('running'), true),
      'through Docker, because the engine is on another machine',
    );
    server.close();
  });
});

async function find(published: number, engine: FindOptions['engine'], isRemote = false): Promise<string> {
  const ports = [{ hostIp: '127.0.0.1', published, target: 8123, protocol: 'tcp' as const, origin }];
  const choice = await findClickHouse(
    project([service('db', 'clickhouse/clickhouse-server:25.8', { ports })]),
    {
      engine,
      isRemote,
      signal: new AbortController().signal,
    },
  );
  assert.ok(choice.kind === 'ready');
  const { tunnel, url } = choice.connection;
  return tunnel === undefined ? url : `through Docker, because ${tunnel.reason}`;
}

function engineWith(status: ContainerStatus): FindOptions['engine'] {
  const db = { id: 'a', name: 'stack-db-1', project: 'stack', service: 'db', status };
  return { listContainers: () => Promise.resolve([db]) };
}
