import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from './run';

const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';

/**
 * Debian's archive, seen through an apt of its own: own sources, lists and cache, and a status file in which
 * nothing is installed. The machine's apt and its packages are not touched.
 */
export class DebianArchive {
  readonly #config: string;

  private constructor(config: string) {
    this.#config = config;
  }

  /** Keeps its files in `folder`, which the caller removes. Suites are names such as `trixie`. */
  static async open(folder: string, suites: readonly string[]): Promise<DebianArchive> {
    for (const part of ['lists/partial', 'cache/archives/partial'])
      await mkdir(join(folder, part), { recursive: true });
    const mirror = await hostMirror();
    const sources = suites.map((suite) => `deb [signed-by=${KEYRING}] ${mirror} ${suite} main\n`);
    const config = join(folder, 'apt.conf');
    await writeFile(join(folder, 'sources.list'), sources.join(''));
    await writeFile(join(folder, 'status'), '');
    await writeFile(
      config,
      `Dir::Etc::SourceList "${folder}/sources.list";
Dir::Etc::SourceParts "-";
Dir::State::Lists "${folder}/lists";
Dir::State::status "${folder}/status";
Dir::Cache "${folder}/cache";
Acquire::Languages "none";
APT::Sandbox::User "root";
APT::Install-Recommends "false";
`,
    );
    await run('apt-get', ['-qq', '-c', config, 'update']);
    return new DebianArchive(config);
  }

  /** The names of everything that installing `packages` on an empty machine would bring. */
  async closure(packages: readonly string[], suite: string): Promise<string[]> {
    const plan = await run('apt-get', ['-c', this.#config, '-s', '-y', '-t', suite, 'install', ...packages]);
    const names = [...plan.matchAll(/^Inst (\S+)/gm)].map((match) => match[1]!);
    return [...new Set(names)].sort();
  }

  /** Downloads the packages' files and returns their paths. */
  async download(packages: readonly string[], suite: string, folder: string): Promise<string[]> {
    await mkdir(folder, { recursive: true });
    const names = packages.map((name) => `${name}/${suite}`);
    await run('apt-get', ['-qq', '-c', this.#config, 'download', ...names], { cwd: folder });
    return (await readdir(folder)).filter((name) => name.endsWith('.deb')).map((name) => join(folder, name));
  }
}

/** Unpacks a package's files, without running its scripts. */
export async function unpackPackage(file: string, into: string): Promise<void> {
  await run('dpkg-deb', ['--extract', file, into]);
}

/** The suite this machine runs, such as `bookworm`. */
export async function hostSuite(): Promise<string> {
  const release = await readFile('/etc/os-release', 'utf8');
  const name = /^VERSION_CODENAME=(\w+)$/m.exec(release)?.[1];
  if (name === undefined) throw new Error('/etc/os-release does not name a Debian suite.');
  return name;
}

/** The mirror that this machine's own apt uses. */
async function hostMirror(): Promise<string> {
  const sources = await readFile('/etc/apt/sources.list.d/debian.sources', 'utf8').catch(() =>
    readFile('/etc/apt/sources.list', 'utf8'),
  );
  const mirror = /^(?:URIs:|deb(?: \[[^\]]*\])?)\s+(\S+)/m.exec(sources)?.[1];
  if (mirror === undefined) throw new Error("No Debian mirror in this machine's apt sources.");
  return mirror;
}
