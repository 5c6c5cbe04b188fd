import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { runProcess } from './processGroup';

/** A program that has to come from the operating system. */
interface SystemProgram {
  /** Names under which it is known; the first one found on PATH is used. */
  readonly names: readonly string[];
  readonly debianPackages: readonly string[];
}

const programs = {
  chromium: {
    names: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
    // The fonts: without them screenshots show boxes.
    debianPackages: ['chromium', 'fonts-dejavu-core'],
  },
  ripgrep: { names: ['rg'], debianPackages: ['ripgrep'] },
  python: { names: ['python3'], debianPackages: ['python3'] },
  compiler: { names: ['g++'], debianPackages: ['g++'] },
  make: { names: ['make'], debianPackages: ['make'] },
} satisfies Record<string, SystemProgram>;

export type ProgramName = keyof typeof programs;

/**
 * Paths of the programs, in the order asked for. As root on Debian and its like, missing ones are installed;
 * elsewhere this throws one sentence that says what to install.
 */
export async function ensurePrograms(...wanted: readonly ProgramName[]): Promise<string[]> {
  const missing = wanted.filter((name) => find(name) === undefined);
  if (missing.length > 0) await install(missing);
  return wanted.map((name) => {
    const path = find(name);
    if (path === undefined) throw new Error(`"${name}" was installed but is not on PATH.`);
    return path;
  });
}

function find(name: ProgramName): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean);
  return programs[name].names
    .flatMap((file) => folders.map((folder) => join(folder, file)))
    .find((path) => existsSync(path));
}

async function install(missing: readonly ProgramName[]): Promise<void> {
  const packages = missing.flatMap((name) => programs[name].debianPackages);
  if (!existsSync('/usr/bin/apt-get') || process.getuid?.() !== 0)
    throw new Error(
      `This suite needs ${missing.join(', ')}: install ${packages.join(' ')} (the names are Debian's) and run it again.`,
    );
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // Waits for another apt-get instead of failing on its lock.
  const patience = ['-o', 'DPkg::Lock::Timeout=300'];
  await runProcess('apt-get', [...patience, '-qq', 'update'], { env });
  await runProcess('apt-get', [...patience, '-qq', 'install', '-y', '--no-install-recommends', ...packages], {
    env,
  });
}
