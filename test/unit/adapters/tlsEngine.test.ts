import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer } from 'node:tls';
import type { Server } from 'node:tls';
import { DockerEngine } from '../../../src/adapters/docker';
import { DockerError, toDockerError } from '../../../src/adapters/dockerError';
import { makeCertificates } from '../support/certificates';
import type { Certificates } from '../support/certificates';
import { json, startFakeDaemon } from '../support/fakeDaemon';
import type { FakeDaemon } from '../support/fakeDaemon';

const never = new AbortController().signal;

suite('an engine behind TLS', () => {
  let folder: string;
  let certificates: Certificates;
  let daemon: FakeDaemon;
  let proxy: Server;
  let address: string;

  suiteSetup(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tls-'));
    certificates = await makeCertificates(folder);
    daemon = await startFakeDaemon({ 'GET /version': json({ Version: '28.5.2', ApiVersion: '1.51' }) });
    const read = (name: string) => readFile(join(certificates.server, name));
    const [ca, cert, key] = await Promise.all([read('ca.pem'), read('cert.pem'), read('key.pem')]);
    proxy = createServer({ ca, cert, key, requestCert: true, rejectUnauthorized: true }, (socket) => {
      const upstream = connect(daemon.address.replace('unix://', ''));
      socket.pipe(upstream).pipe(socket);
      socket.on('error', () => upstream.destroy());
      upstream.on('error', () => socket.destroy());
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    address = `tcp://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  });
  suiteTeardown(async () => {
    proxy.close();
    await daemon.close();
    await rm(folder, { recursive: true });
  });

  /** The folder of Docker's configuration with one context, which is current. */
  async function contextWith(material: string): Promise<DockerEngine> {
    const config = await mkdtemp(join(folder, 'config-'));
    const id = createHash('sha256').update('far').digest('hex');
    const meta = { Name: 'far', Endpoints: { docker: { Host: address, SkipTLSVerify: false } } };
    await mkdir(join(config, 'contexts', 'meta', id), { recursive: true });
    await writeFile(join(config, 'contexts', 'meta', id, 'meta.json'), JSON.stringify(meta));
    await cp(material, join(config, 'contexts', 'tls', id, 'docker'), { recursive: true });
    await writeFile(join(config, 'config.json'), '{"currentContext":"far"}');
    return engineWith({ DOCKER_CONFIG: config });
  }

  const engineWith = (environment: Record<string, string>): DockerEngine =>
    new DockerEngine({ environment, homeFolder: '/nowhere', platform: 'linux' });

  const refused = (message: RegExp) => (error: unknown) => {
    assert.ok(error instanceof DockerError, String(error));
    assert.match(error.message, message);
    return error.failure === 'forbidden';
  };

  test('is reached with the certificates of its context', async () =>
    assert.equal((await (await contextWith(certificates.client)).version(never)).engine, '28.5.2'));

  test('is reached with those of DOCKER_CERT_PATH', async () => {
    const environment = {
      DOCKER_HOST: address,
      DOCKER_TLS_VERIFY: '1',
      DOCKER_CERT_PATH: certificates.client,
    };
    assert.equal((await engineWith(environment).version(never)).engine, '28.5.2');
  });

  test('is not trusted when another authority signed its certificate', async () => {
    const engine = await contextWith(certificates.stranger);
    await assert.rejects(
      engine.version(never),
      refused(
        /^The certificate of Docker at tcp:\S+ is not trusted \(\w+\)\. Check ca\.pem in DOCKER_CERT_PATH/,
      ),
    );
  });

  test('says that it refuses the certificate of this machine', () => {
    const alert = Object.assign(new Error('alert'), { code: 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED' });
    const failure = toDockerError(alert, address);
    assert.ok(refused(/refuses this machine's certificate\. Check cert\.pem and key\.pem/)(failure));
  });
});
