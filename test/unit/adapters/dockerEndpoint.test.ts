import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { findEndpoint } from '../../../src/adapters/dockerEndpoint';
import type { DockerEndpoint } from '../../../src/adapters/dockerEndpoint';
import { DockerError } from '../../../src/adapters/dockerError';

suite('findEndpoint', () => {
  let home: string;
  setup(async () => (home = await mkdtemp(join(tmpdir(), 'endpoint-'))));
  teardown(() => rm(home, { recursive: true }));

  const find = (
    environment: Record<string, string> = {},
    platform: NodeJS.Platform = 'linux',
  ): Promise<DockerEndpoint> => findEndpoint({ environment, homeFolder: home, platform });

  async function write(path: string, content: unknown): Promise<void> {
    const file = join(home, '.docker', path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  }

  async function writeContext(name: string, host: string): Promise<string> {
    const id = createHash('sha256').update(name).digest('hex');
    await write(`contexts/meta/${id}/meta.json`, { Name: name, Endpoints: { docker: { Host: host } } });
    return id;
  }

  const socket = (path: string): DockerEndpoint => ({ kind: 'socket', address: `unix://${path}`, path });

  test('the default socket', async () => assert.deepEqual(await find(), socket('/var/run/docker.sock')));
  test('the default pipe', async () =>
    assert.deepEqual(await find({}, 'win32'), {
      kind: 'socket',
      address: 'npipe:////./pipe/docker_engine',
      path: '//./pipe/docker_engine',
    }));
  test('DOCKER_HOST with a socket', async () =>
    assert.deepEqual(
      await find({ DOCKER_HOST: 'unix:///run/user/1/docker.sock' }),
      socket('/run/user/1/docker.sock'),
    ));
  test('DOCKER_HOST with TCP, and the port that goes without saying', async () => {
    const tcp = { kind: 'tcp', address: 'tcp://10.0.0.1', host: '10.0.0.1', port: 2375, tls: undefined };
    assert.deepEqual(await find({ DOCKER_HOST: 'tcp://10.0.0.1' }), tcp);
  });
  test('DOCKER_HOST with IPv6', async () => {
    const tcp = { kind: 'tcp', address: 'tcp://[::1]:99', host: '::1', port: 99, tls: undefined };
    assert.deepEqual(await find({ DOCKER_HOST: 'tcp://[::1]:99' }), tcp);
  });
  test('TLS by the environment', async () => {
    for (const name of ['ca', 'cert', 'key']) await write(`certs/${name}.pem`, name);
    const endpoint = await find({
      DOCKER_HOST: 'tcp://10.0.0.1',
      DOCKER_TLS_VERIFY: '1',
      DOCKER_CERT_PATH: join(home, '.docker', 'certs'),
    });
    assert.ok(endpoint.kind === 'tcp');
    assert.equal(endpoint.port, 2376);
    assert.equal(endpoint.tls?.key?.toString(), 'key');
  });
  test('the current context', async () => {
    await write('config.json', { currentContext: 'rootless' });
    await writeContext('rootless', 'unix:///run/rootless.sock');
    assert.deepEqual(await find(), socket('/run/rootless.sock'));
  });
  test('DOCKER_CONTEXT wins over the current context, DOCKER_HOST over both', async () => {
    await write('config.json', { currentContext: 'rootless' });
    await writeContext('other', 'unix:///run/other.sock');
    assert.deepEqual(await find({ DOCKER_CONTEXT: 'other' }), socket('/run/other.sock'));
    assert.deepEqual(await find({ DOCKER_CONTEXT: 'other', DOCKER_HOST: 'unix:///a' }), socket('/a'));
  });
  test('TLS of a context', async () => {
    const id = await writeContext('far', 'tcp://10.0.0.1:2376');
    for (const name of ['ca', 'cert', 'key']) await write(`contexts/tls/${id}/docker/${name}.pem`, name);
    const endpoint = await find({ DOCKER_CONTEXT: 'far' });
    assert.ok(endpoint.kind === 'tcp');
    assert.equal(endpoint.tls?.ca?.toString(), 'ca');
  });
  test('TLS of a context whose engine does not ask who connects, and is not verified', async () => {
    const id = await writeContext('far', 'tcp://10.0.0.1:2376');
    await write(`contexts/meta/${id}/meta.json`, {
      Endpoints: { docker: { Host: 'tcp://10.0.0.1:2376', SkipTLSVerify: true } },
    });
    const endpoint = await find({ DOCKER_CONTEXT: 'far' });
    assert.ok(endpoint.kind === 'tcp');
    assert.deepEqual(endpoint.tls, { ca: undefined, cert: undefined, key: undefined, isVerified: false });
  });
  test('SSH, from the environment and from a context', async () => {
    const far = { kind: 'ssh', address: 'ssh://me@far:2222', host: 'far' };
    assert.deepEqual(await find({ DOCKER_HOST: 'ssh://me@far:2222' }), far);
    await writeContext('far', 'ssh://me@far:2222');
    assert.deepEqual(await find({ DOCKER_CONTEXT: 'far' }), far);
  });
  test('a password in an SSH address is refused, and not repeated', () =>
    assert.rejects(find({ DOCKER_HOST: 'ssh://me:canary@far' }), (error) => {
      assert.ok(error instanceof DockerError);
      assert.doesNotMatch(error.message, /canary/);
      return error.failure === 'unsupported';
    }));
  test('a configuration that is no JSON counts as none', async () => {
    await write('config.json', '{');
    assert.deepEqual(await find(), socket('/var/run/docker.sock'));
  });
  for (const [what, environment] of [
    ['a context that does not exist', { DOCKER_CONTEXT: 'gone' }],
    ['SSH without a host', { DOCKER_HOST: 'ssh://' }],
    ['another protocol', { DOCKER_HOST: 'ftp://far' }],
    ['TLS without its authority', { DOCKER_HOST: 'tcp://far', DOCKER_TLS_VERIFY: '1' }],
    ['an empty socket', { DOCKER_HOST: 'unix://' }],
  ] as const) {
    test(`${what} is refused in a sentence`, () =>
      assert.rejects(
        find(environment),
        (error) => error instanceof DockerError && error.failure === 'unsupported',
      ));
  }
});
