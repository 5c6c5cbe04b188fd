import type { Stats } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { MountedFile } from '../core/stack/container';

/** A path of this machine that is mounted into a container. */
export interface BindMount {
  readonly source: string;
  readonly target: string;
  readonly isWritable: boolean;
}

/** What is larger is data. */
const MAX_FILE_BYTES = 1024 * 1024;
const MAX_ENTRIES = 200;
/** Of the machine rather than of the stack: it changes with every update. */
const OF_THE_SYSTEM = /^\/(?:proc|sys|dev|run|usr|lib|var\/run|etc\/(?:localtime|timezone|ssl|pki))(?:\/|$)/;
/** Read when the volume is empty, and never again. */
const READ_ONCE = /^\/docker-entrypoint-initdb\.d(?:\/|$)/;
/** Files that a program writes itself. */
const WRITTEN_BY_PROGRAMS = /(?:acme\.json|\.(?:db|sqlite3?|log|pid|lock))$/i;

/** Of configuration files and folders, when they were written last. Whatever looks like data is left out. */
export async function mountedFiles(mounts: readonly BindMount[]): Promise<readonly MountedFile[]> {
  const found = await Promise.all(
    mounts.map(async (mount): Promise<readonly MountedFile[]> => {
      if (OF_THE_SYSTEM.test(mount.source) || READ_ONCE.test(mount.target)) return [];
      const modifiedAt = await lastWritten(mount);
      return modifiedAt === undefined ? [] : [{ target: mount.target, modifiedAt }];
    }),
  );
  return found.flat();
}

async function lastWritten({ source, isWritable }: BindMount): Promise<number | undefined> {
  const stats = await statsOf(source);
  if (stats === undefined) return undefined;
  if (stats.isFile()) {
    const isData = isWritable && WRITTEN_BY_PROGRAMS.test(source);
    return isData || stats.size > MAX_FILE_BYTES ? undefined : stats.mtimeMs;
  }
  // A folder that the container may write to is its data.
  return stats.isDirectory() && !isWritable ? newestIn(source, stats.mtimeMs) : undefined;
}

/** Undefined for a folder that is too large to be configuration, or cannot be looked through. */
async function newestIn(folder: string, modifiedAt: number): Promise<number | undefined> {
  let newest = modifiedAt;
  const pending = [folder];
  let entries = 0;
  for (const each of pending) {
    const names = await readdir(each).catch(() => undefined);
    entries += names?.length ?? 0;
    if (names === undefined || entries > MAX_ENTRIES) return undefined;
    for (const name of names) {
      const path = join(each, name);
      const stats = await statsOf(path);
      if (stats === undefined) continue;
      if (stats.isDirectory()) pending.push(path);
      else if (stats.size > MAX_FILE_BYTES) return undefined;
      newest = Math.max(newest, stats.mtimeMs);
    }
  }
  return newest;
}

/** What cannot be looked at says nothing. */
function statsOf(path: string): Promise<Stats | undefined> {
  return stat(path).catch(() => undefined);
}
