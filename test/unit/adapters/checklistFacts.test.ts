import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readComposeVersion, readEngineVersion, readPorts } from '../../../src/adapters/checklistFacts';
import type { ContainerSummary } from '../../../src/adapters/docker';
import { DockerError } from '../../../src/adapters/dockerError';
import { project, service } from '../support/builders';

const never = new AbortController().signal;

suite('facts for the checklist', () => {
  let folder: string;
  let server: Server | undefined;
  setup(async () => (folder = await mkdtemp(join(tmpdir(), 'facts-'))));
  teardown(async () => {
    await new Promise<void>((resolve) => (server === undefined ? resolve() : server.close(() => resolve())));
    server = undefined;
    await rm(folder, { recursive: true });
  });

  async function composeOf(script: string | undefined) {
    if (script !== undefined)
      await writeFile(join(folder, 'docker'), `#!${process.execPath}\n${script}`, { mode: 0o755 });
    return readComposeVersion({ folder, environment: { PATH: folder }, signal: never });
  }

  test('the version of the Compose plugin', async () => {
    const print = 'if (process.argv.slice(2).join(" ") === "compose version --short") console.log("v2.40.3")';
    assert.deepEqual(await composeOf(print), { version: '2.40.3' });
  });
  test('a docker command without the plugin', async () => {
    const fact = await composeOf(
      'console.error("docker: compose is not a docker command"); process.exitCode = 1',
    );
    assert.match('failure' in fact ? fact.failure : '', /no Compose plugin/);
  });
  test('no docker command', async () => {
    const fact = await composeOf(undefined);
    assert.match('failure' in fact ? fact.failure : '', /docker command was not found/);
  });

  test('the version of the engine, or why there is none', async () => {
    const version = () => Promise.resolve({ engine: '28.5.2', api: '1.51' });
    assert.deepEqual(await readEngineVersion({ version }, never), { version: '28.5.2' });
    const down = () => Promise.reject(new DockerError('down', 'Down.'));
    assert.deepEqual(await readEngineVersion({ version: down }, never), { failure: 'Down.' });
  });

  /** A stack that publishes a port, and who publishes it on the engine. */
  async function holderOf(port: number, publishers: readonly Partial<ContainerSummary>[], isLocal = true) {
    const nowhere = { path: 'compose.yaml', span: { start: 0, end: 0 } };
    const published = { hostIp: '', published: port, target: 1, protocol: 'tcp', origin: nowhere } as const;
    const stack = project([
      service('web', 'web:1', { ports: [published, { ...published, protocol: 'udp', published: 1 }] }),
      service('off', 'web:1', { isActive: false, ports: [{ ...published, published: 2 }] }),
    ]);
    const findPublishers = () => Promise.resolve(publishers as readonly ContainerSummary[]);
    const ports = await readPorts(stack, { findPublishers }, isLocal, never);
    assert.deepEqual(
      ports.map((fact) => fact.port),
      [port],
    );
    return ports[0]?.holder;
  }

  test('a port that another container holds', async () =>
    assert.deepEqual(await holderOf(3000, [{ project: 'other', name: 'other-web-1' }]), {
      name: 'the container other-web-1',
    }));
  test('a port that the stack itself holds', async () =>
    assert.equal(await holderOf(3000, [{ project: 'stack', name: 'stack-web-1' }]), 'stack'));
  test('a port that a program holds, and the same one free', async () => {
    const listening = (server = createServer()).listen(0, '127.0.0.1');
    await new Promise((resolve) => listening.once('listening', resolve));
    const { port } = listening.address() as AddressInfo;
    assert.deepEqual(await holderOf(port, []), { name: 'a program outside Docker' });
    assert.equal(await holderOf(port, [], false), 'unseen');
    await new Promise((resolve) => listening.close(resolve));
    server = undefined;
    assert.equal(await holderOf(port, []), 'nobody');
  });
});
