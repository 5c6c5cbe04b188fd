import { readFile, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { isIgnored } from '../core/ignorePatterns';
import type { IgnoreFile } from '../core/ignorePatterns';
import { isInIndex } from './gitIndex';

/** An index beyond this is one of the largest repositories there are, and takes too long between two keystrokes. */
const LARGEST_INDEX = 16 * 1024 * 1024;

/** A repository as its files say; git itself is not asked. */
export interface GitRepository {
  /** The folder that holds the working tree. */
  readonly root: string;
  /** Holds the index; differs from the shared one in a second working tree. */
  readonly ownFolder: string;
  readonly sharedFolder: string;
}

export interface GitFacts {
  readonly isIgnored: boolean | undefined;
  readonly isTracked: boolean | undefined;
}

/** The repository that a folder lies in; undefined without one. */
export async function findGitRepository(folder: string): Promise<GitRepository | undefined> {
  for (let root = resolve(folder); ; root = dirname(root)) {
    const ownFolder = await gitFolderIn(root);
    if (ownFolder !== undefined) {
      const shared = (await readOptional(join(ownFolder, 'commondir')))?.trim();
      return { root, ownFolder, sharedFolder: shared === undefined ? ownFolder : resolve(ownFolder, shared) };
    }
    if (dirname(root) === root) return undefined;
  }
}

/** What a repository says of files, by their absolute paths. */
export async function readGitFacts(
  repository: GitRepository,
  files: readonly string[],
): Promise<ReadonlyMap<string, GitFacts>> {
  const config = (await readOptional(join(repository.sharedFolder, 'config'))) ?? '';
  const index = await readIndex(join(repository.ownFolder, 'index'));
  const hashLength = /^\s*objectformat\s*=\s*"?sha256/im.test(config) ? 32 : 20;
  const facts = new Map<string, GitFacts>();
  for (const file of files) {
    const path = relative(repository.root, file).split(sep).join('/');
    const isInside = path !== '' && !path.startsWith('../') && !/^[A-Za-z]:/.test(path);
    facts.set(file, {
      isIgnored: isInside ? isIgnored(path, await ignoreFilesFor(repository, path, config)) : undefined,
      isTracked: !isInside || index === undefined ? undefined : isInIndex(index, path, hashLength),
    });
  }
  return facts;
}

async function gitFolderIn(root: string): Promise<string | undefined> {
  const path = join(root, '.git');
  try {
    if ((await stat(path)).isDirectory()) return path;
  } catch {
    // Absent or closed to this user: git would look further up as well.
    return undefined;
  }
  const target = /^gitdir: (.+)$/m.exec((await readOptional(path)) ?? '')?.[1];
  return target === undefined ? undefined : resolve(root, target.trim());
}

/** From the weakest to the strongest: the user's own, the repository's unshared ones, those on the way to the file. */
async function ignoreFilesFor(
  { root, sharedFolder }: GitRepository,
  path: string,
  config: string,
): Promise<readonly IgnoreFile[]> {
  const folders = path.split('/').map((_, depth, names) => names.slice(0, depth).join('/'));
  const places = [
    { folder: '', file: await userIgnoreFile(config) },
    { folder: '', file: join(sharedFolder, 'info', 'exclude') },
    ...folders.map((folder) => ({ folder, file: join(root, folder, '.gitignore') })),
  ];
  const texts = await Promise.all(places.map(({ file }) => readOptional(file)));
  return places.flatMap(({ folder }, at) => {
    const text = texts[at];
    return text === undefined ? [] : [{ folder, text }];
  });
}

async function userIgnoreFile(repositoryConfig: string): Promise<string> {
  const configFolder = process.env['XDG_CONFIG_HOME'] || join(homedir(), '.config');
  const userConfigs = await Promise.all(
    [join(homedir(), '.gitconfig'), join(configFolder, 'git', 'config')].map(readOptional),
  );
  const named = [repositoryConfig, ...userConfigs].flatMap(
    (text) => /^\s*excludesfile\s*=\s*"?([^"\r\n]+?)"?\s*$/im.exec(text ?? '')?.[1] ?? [],
  );
  return named[0]?.replace(/^~(?=\/)/, homedir()) ?? join(configFolder, 'git', 'ignore');
}

async function readIndex(path: string): Promise<Buffer | undefined> {
  try {
    return (await stat(path)).size <= LARGEST_INDEX ? await readFile(path) : undefined;
  } catch {
    // Before the first `git add` there is none; one that cannot be opened says nothing either.
    return undefined;
  }
}

/** Undefined for a file that is absent or that this user may not read. */
async function readOptional(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return undefined;
  }
}
