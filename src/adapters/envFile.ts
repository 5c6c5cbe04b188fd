import { randomBytes } from 'node:crypto';
import { chown, open, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { UserError } from '../core/userError';

/** The text of a file, byte order mark included; undefined when there is none. */
export async function readText(path: string): Promise<string | undefined> {
  const name = basename(path);
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw new UserError(`${name} cannot be read (${codeOf(error)}). Check its permissions.`, {
      cause: error,
    });
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new UserError(`${name} is not UTF-8 text. Save it as UTF-8 first.`, { cause: error });
  }
}

/**
 * Replaces a file that only its owner may read: all of it or nothing, also when the machine stops half-way. A
 * symbolic link stays one. Throws a UserError when the file was changed since `expected` was read, or may not be
 * written.
 */
export async function writeSecretText(
  path: string,
  text: string,
  expected: string | undefined,
): Promise<void> {
  const name = basename(path);
  if ((await readText(path)) !== expected) {
    throw new UserError(`${name} was changed meanwhile and was left as it is. Run Create Secrets again.`);
  }
  try {
    const target = await realpath(path).catch(whenMissing(path));
    const existing = await stat(target).catch(whenMissing(undefined));
    // Renaming would replace it all the same: the permission that counts for that is the folder's.
    if (existing !== undefined && (existing.mode & 0o200) === 0) {
      throw new UserError(`${name} is read-only. Make it writable, then run Create Secrets again.`);
    }
    await replace(target, text, existing);
  } catch (error) {
    if (error instanceof UserError) throw error;
    const code = codeOf(error);
    if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
      throw new UserError(
        `${name} cannot be written here (${code}). Make its folder writable for this user.`,
        {
          cause: error,
        },
      );
    }
    if (code === 'ENOSPC')
      throw new UserError(`${name} cannot be written: the disk is full.`, { cause: error });
    throw error;
  }
}

async function replace(
  target: string,
  text: string,
  owner: { readonly uid: number; readonly gid: number } | undefined,
): Promise<void> {
  const temporary = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    const file = await open(temporary, 'wx', 0o600);
    try {
      await file.writeFile(text, 'utf8');
      await file.sync();
    } finally {
      await file.close();
    }
    // An administrator must not take the file away from its owner.
    if (owner !== undefined && process.getuid?.() === 0) await chown(temporary, owner.uid, owner.gid);
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

function whenMissing<T>(otherwise: T): (error: unknown) => T {
  return (error) => {
    if (codeOf(error) === 'ENOENT') return otherwise;
    throw error;
  };
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
