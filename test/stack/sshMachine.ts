import { mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { cached } from '../cache';
import { DebianArchive, hostSuite } from './debian';
import { unpackAll } from './engineInstall';
import type { EngineEnvironment } from './engine';
import { run, tryRun } from './run';

/** The server and what it loads beyond what every image has. */
const PACKAGES = [
  ...['openssh-server', 'libwrap0', 'libgssapi-krb5-2', 'libkrb5-3', 'libk5crypto3', 'libkrb5support0'],
  ...['libcom-err2', 'libkeyutils1', 'libpam0g', 'libaudit1', 'libcap-ng0', 'libselinux1', 'libpcre2-8-0'],
  ...['libsystemd0', 'libssl3', 'libnsl2', 'libtirpc3', 'libcap2', 'libgcrypt20', 'libgpg-error0'],
  ...['liblzma5', 'libzstd1', 'liblz4-1', 'libcrypt1', 'zlib1g'],
];

/** Another machine, as far as SSH can tell: a container with the docker command and this engine's socket. */
export interface SshMachine {
  /** For DOCKER_HOST. */
  readonly address: string;
  /** Holds an `ssh` that knows the machine and its throw-away key; it belongs in front of PATH. */
  readonly programs: string;
  stop(): Promise<void>;
}

export async function startSshMachine(name: string, engine: EngineEnvironment): Promise<SshMachine> {
  const environment = { ...process.env, ...engine };
  const server = await installServer();
  const which = async (program: string) => (await run('which', [program], { env: environment })).trim();
  const folder = await mkdtemp(join(tmpdir(), 'langfuse-stack-ssh-'));
  for (const key of ['user', 'host'])
    await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(folder, key)]);
  const port = await freePort();
  const options = [
    'StrictHostKeyChecking=no',
    'UserKnownHostsFile=/dev/null',
    'LogLevel=ERROR',
    'BatchMode=yes',
  ];
  const config = [
    `IdentityFile ${join(folder, 'user')}`,
    ...options.map((option) => option.replace('=', ' ')),
  ];
  await writeFile(join(folder, 'config'), config.join('\n'));
  const ssh = await which('ssh');
  await writeFile(join(folder, 'ssh'), `#!/bin/sh\nexec ${ssh} -F ${join(folder, 'config')} "$@"\n`, {
    mode: 0o755,
  });
  await writeFile(join(folder, 'start'), START);
  const docker = dirname(await realpath(await which('docker')));
  const socket = (environment.DOCKER_HOST ?? 'unix:///var/run/docker.sock').replace('unix://', '');
  const mounts = [
    `${join(server, 'root')}:/ssh:ro`,
    `${folder}:/keys:ro`,
    `${docker}:/docker:ro`,
    `${socket}:/var/run/docker.sock`,
  ];
  const image = ['--entrypoint', 'bash', 'langfuse-stack-test/base', '/keys/start', String(port)];
  const args = ['--detach', '--name', name, '--network', 'host', ...mounts.flatMap((mount) => ['-v', mount])];
  await run('docker', ['run', ...args, ...image], { env: environment });
  const machine = {
    address: `ssh://root@127.0.0.1:${port}`,
    programs: folder,
    stop: async () => {
      await tryRun('docker', ['rm', '--force', name], { env: environment });
      await rm(folder, { recursive: true });
    },
  };
  const login = ['-p', String(port), 'root@127.0.0.1', 'true'];
  for (let tries = 0; (await tryRun(join(folder, 'ssh'), login)).code !== 0; tries++) {
    if (tries === 100) {
      const { stdout, stderr } = await tryRun('docker', ['logs', name], { env: environment });
      await machine.stop();
      throw new Error(`The SSH server does not let us in.\n${stdout}${stderr}`);
    }
    await delay(100);
  }
  return machine;
}

const START = `libraries=$(echo /ssh/lib/*-linux-gnu)
export LD_LIBRARY_PATH="$libraries:/ssh/usr\${libraries#/ssh}"
echo 'sshd:x:104:65534::/run/sshd:/bin/false' >> /etc/passwd
mkdir -p /run/sshd /root
exec /ssh/usr/sbin/sshd -D -e -f /dev/null -p "$1" -h /keys/host -o ListenAddress=127.0.0.1 -o PermitRootLogin=yes \\
  -o AuthorizedKeysFile=/keys/user.pub -o StrictModes=no -o UsePAM=no -o PidFile=none -o SetEnv=PATH=/docker:/usr/bin:/bin
`;

/** The packages are unpacked, not installed. */
async function installServer(): Promise<string> {
  return cached('openssh', [await readFile(__filename)], async (folder) => {
    const apt = join(folder, 'apt');
    const suite = await hostSuite();
    const archive = await DebianArchive.open(apt, [suite]);
    await unpackAll(archive, PACKAGES, suite, join(folder, 'root'));
    await rm(apt, { recursive: true });
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** PATH with the machine's `ssh` in front. */
export function pathWith(
  { programs }: SshMachine,
  { PATH = process.env['PATH'] }: EngineEnvironment,
): string {
  return `${programs}${delimiter}${PATH ?? ''}`;
}
