import { realpath, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { FileFacts } from '../core/fileFacts';
import { findGitRepository, readGitFacts } from './gitRepository';

/**
 * What the file system knows of files of a stack, by their paths relative to its folder. Starts no process and never
 * throws: what cannot be found out stays undefined.
 */
export async function readFileFacts(
  folder: string,
  paths: readonly string[],
): Promise<ReadonlyMap<string, FileFacts>> {
  if (paths.length === 0) return new Map();
  const files = paths.map((path) => resolve(folder, path));
  const repository = await findGitRepository(folder);
  const gitFacts = repository === undefined ? undefined : await readGitFacts(repository, files);
  const entries = paths.map(async (path, index) => {
    const file = files[index] ?? '';
    const git = gitFacts?.get(file);
    const facts: FileFacts = {
      isReadableByOthers: await isReadableByOthers(file),
      isIgnoredByGit: git?.isIgnored,
      isTrackedByGit: git?.isTracked,
    };
    return [path, facts] as const;
  });
  return new Map(await Promise.all(entries));
}

/** Others need the file's permission and a way through every folder above it. */
async function isReadableByOthers(file: string): Promise<boolean | undefined> {
  // Windows has access lists, of which the mode tells nothing.
  if (process.platform === 'win32') return undefined;
  try {
    const real = await realpath(file);
    if (((await stat(real)).mode & 0o004) === 0) return false;
    for (let folder = dirname(real); ; folder = dirname(folder)) {
      if (((await stat(folder)).mode & 0o001) === 0) return false;
      if (dirname(folder) === folder) return true;
    }
  } catch {
    // It vanished meanwhile, or a folder above it is closed to this user.
    return undefined;
  }
}
