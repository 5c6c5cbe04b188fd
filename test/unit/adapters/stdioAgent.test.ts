import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { DockerEngine } from '../../../src/adapters/docker';
import { DockerError } from '../../../src/adapters/dockerError';
import type { DockerFailure } from '../../../src/adapters/dockerError';
import { container } from '../support/builders';
import { collect } from '../support/collect';
import { frame, json, startFakeDaemon } from '../support/fakeDaemon';
import type { Answer, FakeDaemon } from '../support/fakeDaemon';

const never = new AbortController().signal;
const FAR = 'ssh://me@far';
const version = json({ Version: '28.5.2', ApiVersion: '1.51' });

/** A program in Node that connects its input and output to a socket. */
const pipeTo = (socket: string): string => `
const connection = require('node:net').connect(${JSON.stringify(socket)});
process.stdin.pipe(connection).pipe(process.stdout);`;

suite('an engine behind SSH', () => {
  let folder: string;
  let daemon: FakeDaemon | undefined;
  setup(async () => (folder = await mkdtemp(join(tmpdir(), 'ssh-'))));
  teardown(async () => {
    await daemon?.close();
    daemon = undefined;
    await rm(folder, { recursive: true });
  });

  /** The engine at FAR, in front of whose PATH stands a program of that name. */
  async function engineWith(program: string, script: string, path = ''): Promise<DockerEngine> {
    await writeFile(join(folder, program), `#!${process.execPath}\n${script}`, { mode: 0o755 });
    return engineOn(folder + delimiter + path);
  }

  const engineOn = (path: string): DockerEngine =>
    new DockerEngine({
      environment: { DOCKER_HOST: FAR, PATH: path },
      homeFolder: '/nowhere',
      platform: 'linux',
    });

  async function start(answers: Readonly<Record<string, Answer>>): Promise<string> {
    daemon = await startFakeDaemon(answers);
    return daemon.address.replace('unix://', '');
  }

  const failsAs = (failure: DockerFailure, message: RegExp) => (error: unknown) => {
    assert.ok(error instanceof DockerError);
    assert.match(error.message, message);
    return error.failure === failure;
  };

  test('is reached through the docker command, one connection serving request after request', async () => {
    const socket = await start({ 'GET /version': version });
    const log = join(folder, 'calls');
    const record = `require('node:fs').appendFileSync(${JSON.stringify(log)}, process.argv.slice(2).join(' ') + '\\n');`;
    const engine = await engineWith('docker', record + pipeTo(socket));
    for (let count = 0; count < 3; count++) assert.equal((await engine.version(never)).engine, '28.5.2');
    const calls = execFileSync('cat', [log], { encoding: 'utf8' });
    assert.equal(calls, `--host ${FAR} system dial-stdio\n`);
  });

  test('gives lists, logs and what programs print', async () => {
    const socket = await start({
      'GET /containers/json': json([{ Id: 'abc', Names: ['/one'], State: 'running', Labels: {} }]),
      'GET /containers/abc/logs': (response) => response.end(frame(1, 'x'.repeat(200_000))),
      'POST /containers/abc/exec': json({ Id: 'run' }, 201),
      'POST /exec/run/start': (response) => response.end(Buffer.concat([frame(1, 'out'), frame(2, 'err')])),
      'GET /exec/run/json': json({ ExitCode: 3 }),
    });
    const engine = await engineWith('docker', pipeTo(socket));
    const [one] = await engine.listContainers('stack', never);
    assert.equal(one?.name, 'one');
    const options = { follow: true, signal: never };
    const chunks = await collect(engine.logs(container('one', { id: 'abc' }), options));
    assert.equal(Buffer.concat(chunks.map(({ data }) => data)).length, 200_000);
    assert.deepEqual(await engine.exec('abc', ['true'], { signal: never }), {
      exitCode: 3,
      stdout: 'out',
      stderr: 'err',
    });
  });

  test('a stream that is read no more ends its process', async () => {
    let close: () => void = () => undefined;
    const closed = new Promise<void>((resolve) => (close = resolve));
    const socket = await start({
      'GET /events': (response) => {
        response.on('close', close);
        response.writeHead(200).flushHeaders();
      },
    });
    const engine = await engineWith('docker', pipeTo(socket));
    const stop = new AbortController();
    const events = collect(await engine.openEvents('stack', stop.signal));
    stop.abort(new Error('Enough.'));
    await assert.rejects(events, /Enough/);
    await closed;
  });

  test('fails in the words of SSH, and with what to try', async () => {
    const said = 'console.error("command [ssh …] has exited, stderr=me@far: Permission denied (publickey)");';
    const engine = await engineWith('docker', `${said} process.exitCode = 1;`);
    await assert.rejects(
      engine.version(never),
      failsAs('down', /me@far: Permission denied \(publickey\)\. Try "docker --host ssh:\/\/me@far version"/),
    );
  });

  test('fails when the docker command is not there', () =>
    assert.rejects(
      engineOn(folder).version(never),
      failsAs('absent', /docker command, which was not found/),
    ));

  test('is found again after it was away', async () => {
    const socket = await start({ 'GET /version': version });
    const engine = await engineWith('docker', 'process.exitCode = 1;');
    await assert.rejects(engine.version(never), failsAs('down', /The connection was closed/));
    await engineWith('docker', pipeTo(socket));
    assert.equal((await engine.version(never)).engine, '28.5.2');
  });

  // The real command, with a stand-in for SSH only.
  if (hasDockerCommand()) {
    test('is reached through the real docker command', async () => {
      const socket = await start({ 'GET /version': version });
      const engine = await engineWith('ssh', pipeTo(socket), process.env['PATH']);
      assert.equal((await engine.version(never)).api, '1.51');
    });
  }
});

function hasDockerCommand(): boolean {
  try {
    execFileSync('docker', ['system', 'dial-stdio', '--help'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
