import { randomBytes } from 'node:crypto';
import { chown, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { UserError } from '../core/userError';

export interface ReplaceOptions {
  /** Permissions of the file afterwards; those that it has, if they are left out. */
  readonly mode?: number;
  /** What to run again once a file that is read-only is writable, such as `Create Secrets`. */
  readonly retry: string;
}

/**
 * Replaces a file, or makes it: all of it or nothing, also when the machine stops half-way. A symbolic link stays one,
 * and the file its owner's. Throws a UserError when it may not be written.
 */
export async function replaceFile(
  path: string,
  content: string | Uint8Array,
  { mode, retry }: ReplaceOptions,
): Promise<void> {
  const name = basename(path);
  try {
    const target = await realpath(path).catch(whenMissing(path));
    const existing = await stat(target).catch(whenMissing(undefined));
    // Renaming would replace it all the same: the permission that counts for that is the folder's.
    if (existing !== undefined && (existing.mode & 0o200) === 0) {
      throw new UserError(`${name} is read-only. Make it writable, then run ${retry} again.`);
    }
    await replace(target, content, mode ?? (existing?.mode ?? 0o666) & 0o777, existing);
  } catch (error) {
    if (error instanceof UserError) throw error;
    const code = codeOf(error);
    const cause = { cause: error };
    if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
      throw new UserError(
        `${name} cannot be written here (${code}). Make its folder writable for this user.`,
        cause,
      );
    }
    if (code === 'ENOSPC') throw new UserError(`${name} cannot be written: the disk is full.`, cause);
    throw error;
  }
}

async function replace(
  target: string,
  content: string | Uint8Array,
  mode: number,
  owner: { readonly uid: number; readonly gid: number } | undefined,
): Promise<void> {
  const temporary = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    // Nobody else may read a secret while it is written.
    const file = await open(temporary, 'wx', mode & 0o600);
    try {
      await file.writeFile(content);
      await file.chmod(mode);
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
