import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../core/userError';
import { addToGitIgnore } from './gitIgnore';

/**
 * Writes files that do not exist yet, by their names: all of them or none. Throws a UserError, and leaves what is there
 * as it is, when one of them exists or the folder cannot be written.
 */
export async function writeNewFiles(folder: string, texts: ReadonlyMap<string, string>): Promise<void> {
  const written: string[] = [];
  try {
    for (const [name, text] of texts) {
      const path = join(folder, name);
      await writeFile(path, text, { flag: 'wx' });
      written.push(path);
    }
  } catch (error) {
    await Promise.all(written.map((path) => rm(path, { force: true })));
    const name = [...texts.keys()][written.length] ?? '';
    throw explain(error, name, folder);
  }
}

/** Sees to it that git ignores a file of that name in the folder. Other lines stay. */
export async function ignoreInGit(folder: string, name: string): Promise<void> {
  const text = await readFile(join(folder, '.gitignore'), 'utf8').catch(() => '');
  const isIgnored = text.split(/\r?\n/).some((line) => [name, `/${name}`].includes(line.trim()));
  if (!isIgnored) await addToGitIgnore(folder, name);
}

function explain(error: unknown, name: string, folder: string): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'EEXIST':
      return new UserError(
        `${name} exists already in ${folder}. Nothing was written; choose another folder.`,
      );
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'ENOENT':
    case 'ENOSPC':
      return new UserError(`${name} cannot be written in ${folder} (${code}). Nothing was left behind.`, {
        cause: error,
      });
    default:
      return error;
  }
}
