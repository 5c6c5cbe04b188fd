import { chmod, copyFile, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cached } from '../cache';
import { DebianArchive, hostSuite, unpackPackage } from './debian';
import { run } from './run';

// Debian's newer suites carry a current engine, and its programs start on bookworm too, except runc and
// iptables, which want a newer libc: these two come from the suite the machine runs.
const ENGINE_SUITES = ['forky', 'trixie'];
const ENGINE_PACKAGES = ['docker.io', 'docker-cli', 'docker-compose', 'docker-buildx', 'containerd'];
const HOST_PACKAGES = [
  'runc',
  'iptables',
  'libip4tc2',
  'libip6tc2',
  'libmnl0',
  'libnetfilter-conntrack3',
  'libnfnetlink0',
  'libnftnl11',
  'libxtables12',
];

/** Of an engine: where packages have them. */
export const PROGRAMS = [
  'usr/sbin/dockerd',
  'usr/sbin/docker-proxy',
  'usr/bin/docker',
  'usr/bin/containerd',
  'usr/bin/containerd-shim-runc-v2',
];

/** One sentence why a private engine cannot run here, or undefined. */
export function engineObstacle(): string | undefined {
  if (process.platform !== 'linux')
    return 'The tests need a Docker Engine with the Compose plugin: install Docker Desktop and start it.';
  if (!existsSync('/usr/bin/apt-get') || !existsSync('/usr/bin/dpkg-deb'))
    return 'The tests need a Docker Engine with the Compose plugin: install both and start the engine.';
  if (process.getuid?.() !== 0)
    return 'The tests bring their own Docker Engine only as root: run them as root, or install Docker Engine with the Compose plugin and start it.';
  return undefined;
}

/**
 * Docker Engine, CLI, Compose and Buildx in a folder: `bin/` for the PATH and `config/` for DOCKER_CONFIG.
 * The packages are unpacked, not installed.
 */
export async function installEngine(): Promise<string> {
  const recipe = await Promise.all([__filename, join(__dirname, 'debian.ts')].map((path) => readFile(path)));
  return cached('engine', recipe, async (folder) => {
    const apt = join(folder, 'apt');
    const suite = await hostSuite();
    const archive = await DebianArchive.open(apt, [...new Set([...ENGINE_SUITES, suite])]);
    await installHostTools(archive, suite, folder);
    await installNewestEngine(archive, folder);
    await rm(apt, { recursive: true });
  });
}

async function installNewestEngine(archive: DebianArchive, folder: string): Promise<void> {
  const failures: string[] = [];
  for (const suite of ENGINE_SUITES) {
    const unpacked = join(folder, suite);
    try {
      await unpackAll(archive, ENGINE_PACKAGES, suite, unpacked);
      await arrange(unpacked, folder);
      await run(join(folder, 'bin/dockerd'), ['--version']);
      await run(join(folder, 'bin/containerd'), ['--version']);
      await run(join(folder, 'config/cli-plugins/docker-compose'), ['version']);
      return;
    } catch (error) {
      failures.push(`${suite}: ${String(error)}`);
    } finally {
      await rm(unpacked, { recursive: true, force: true });
    }
  }
  throw new Error(`No Docker Engine from Debian's archive starts on this machine.\n${failures.join('\n')}`);
}

async function arrange(unpacked: string, folder: string): Promise<void> {
  const bin = join(folder, 'bin');
  const plugins = join(folder, 'config/cli-plugins');
  await mkdir(bin, { recursive: true });
  await mkdir(plugins, { recursive: true });
  for (const program of PROGRAMS)
    await copyFile(join(unpacked, program), join(bin, program.split('/').at(-1)!));
  for (const plugin of ['docker-compose', 'docker-buildx'])
    await copyFile(join(unpacked, 'usr/libexec/docker/cli-plugins', plugin), join(plugins, plugin));
}

/** runc and iptables of the machine's own suite. */
export async function installHostTools(archive: DebianArchive, suite: string, folder: string): Promise<void> {
  const tools = join(folder, 'tools');
  await unpackAll(archive, HOST_PACKAGES, suite, tools);
  await mkdir(join(folder, 'bin'), { recursive: true });
  const runc = ['usr/sbin/runc', 'usr/bin/runc'].find((path) => existsSync(join(tools, path)));
  if (runc === undefined) throw new Error("Debian's runc package holds no runc.");
  await copyFile(join(tools, runc), join(folder, 'bin/runc'));

  const libraries = (await readdir(join(tools, 'usr/lib'))).find((name) => name.endsWith('-linux-gnu'))!;
  for (const name of ['iptables', 'ip6tables']) {
    const script = join(folder, 'bin', name);
    await writeFile(
      script,
      `#!/bin/sh
tools=$(dirname "$(readlink -f "$0")")/../tools
export LD_LIBRARY_PATH="$tools/usr/lib/${libraries}" XTABLES_LIBDIR="$tools/usr/lib/${libraries}/xtables"
exec "$tools/usr/sbin/xtables-nft-multi" ${name} "$@"
`,
    );
    await chmod(script, 0o755);
  }
}

export async function unpackAll(
  archive: DebianArchive,
  packages: readonly string[],
  suite: string,
  into: string,
): Promise<void> {
  const downloads = `${into}.debs`;
  try {
    const files = await archive.download(packages, suite, downloads);
    await mkdir(into, { recursive: true });
    for (const file of files) await unpackPackage(file, into);
  } finally {
    await rm(downloads, { recursive: true, force: true });
  }
}
