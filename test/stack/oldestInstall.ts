import { chmod, copyFile, mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cached } from '../cache';
import { DebianArchive, hostSuite } from './debian';
import { installHostTools, PROGRAMS, unpackAll } from './engineInstall';
import { run } from './run';

/** Each part from the suite that still has it. */
const ENGINE = { suite: 'bookworm', packages: ['docker.io', 'containerd', 'libdevmapper1.02.1'] };
const COMPOSE = { suite: 'trixie', packages: ['docker-compose'] };

/** Docker Engine 20.10 with Compose 2.26, arranged like the newest. A suite that moves on to newer ones is an error. */
export async function installOldestEngine(): Promise<string> {
  const recipe = await Promise.all(
    [__filename, join(__dirname, 'engineInstall.ts'), join(__dirname, 'debian.ts')].map((path) =>
      readFile(path),
    ),
  );
  return cached('oldest-engine', recipe, async (folder) => {
    const apt = join(folder, 'apt');
    const suite = await hostSuite();
    const archive = await DebianArchive.open(apt, [...new Set([ENGINE.suite, COMPOSE.suite, suite])]);
    await installHostTools(archive, suite, folder);
    await installPrograms(archive, folder);
    await installCompose(archive, folder);
    await rm(apt, { recursive: true });
    await expectVersion(join(folder, 'bin/dockerd'), ['--version'], 'Docker version 20.10.');
    await expectVersion(composeOf(folder), ['version'], 'Docker Compose version 2.26.');
  });
}

async function installPrograms(archive: DebianArchive, folder: string): Promise<void> {
  const unpacked = join(folder, 'engine');
  const bin = join(folder, 'bin');
  await unpackAll(archive, ENGINE.packages, ENGINE.suite, unpacked);
  for (const program of PROGRAMS)
    await copyFile(join(unpacked, program), join(bin, program.split('/').at(-1)!));
  await giveLibraries(bin, unpacked, folder);
  await rm(unpacked, { recursive: true });
}

/** The engine is linked to a library that few machines have. */
async function giveLibraries(bin: string, unpacked: string, folder: string): Promise<void> {
  const library = 'libdevmapper.so.1.02.1';
  const lib = join(folder, 'lib');
  await mkdir(lib);
  const architecture = (await readdir(join(unpacked, 'lib'))).find((name) => name.endsWith('-linux-gnu'))!;
  await copyFile(join(unpacked, 'lib', architecture, library), join(lib, library));
  await rename(join(bin, 'dockerd'), join(lib, 'dockerd'));
  const script = join(bin, 'dockerd');
  await writeFile(
    script,
    `#!/bin/sh
lib=$(dirname "$(readlink -f "$0")")/../lib
LD_LIBRARY_PATH="$lib" exec "$lib/dockerd" "$@"
`,
  );
  await chmod(script, 0o755);
}

async function installCompose(archive: DebianArchive, folder: string): Promise<void> {
  const unpacked = join(folder, 'compose');
  await unpackAll(archive, COMPOSE.packages, COMPOSE.suite, unpacked);
  await mkdir(join(folder, 'config/cli-plugins'), { recursive: true });
  await copyFile(join(unpacked, 'usr/libexec/docker/cli-plugins/docker-compose'), composeOf(folder));
  await rm(unpacked, { recursive: true });
}

function composeOf(folder: string): string {
  return join(folder, 'config/cli-plugins/docker-compose');
}

async function expectVersion(program: string, args: readonly string[], start: string): Promise<void> {
  const said = (await run(program, args)).trim();
  if (!said.startsWith(start)) throw new Error(`Expected ${start}*, but Debian's archive has: ${said}`);
}
