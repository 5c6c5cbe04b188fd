import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where tests keep what is slow to make. Outside the clone; deleting it only costs time. */
export const cacheRoot = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'langfuse-stack');

/**
 * The folder that `build` fills, made once per recipe. `recipe` is everything the content depends on: a changed
 * recipe is another folder. A build that is killed leaves no half-made folder behind: it happens beside, and moves in.
 */
export async function cached(
  name: string,
  recipe: readonly (string | Uint8Array)[],
  build: (folder: string) => Promise<void>,
): Promise<string> {
  const target = join(cacheRoot, `${name}-${digest(recipe)}`);
  if (existsSync(target)) return target;
  await removeAbandoned(name);
  const unfinished = join(cacheRoot, `.${name}.${process.pid}.${randomUUID()}`);
  await mkdir(unfinished, { recursive: true });
  try {
    await build(unfinished);
    await moveIn(unfinished, target);
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return target;
}

function digest(recipe: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256');
  for (const part of recipe) hash.update(`${part.length}:`).update(part);
  return hash.digest('hex').slice(0, 12);
}

async function moveIn(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    // Somebody else finished the same recipe first; theirs is as good.
    if (!existsSync(to)) throw error;
  }
}

/** Removes unfinished folders whose builder no longer runs. */
async function removeAbandoned(name: string): Promise<void> {
  await mkdir(cacheRoot, { recursive: true });
  const prefix = `.${name}.`;
  for (const entry of await readdir(cacheRoot)) {
    const pid = entry.startsWith(prefix) ? Number(entry.slice(prefix.length).split('.')[0]) : NaN;
    if (Number.isInteger(pid) && !isRunning(pid))
      await rm(join(cacheRoot, entry), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, but is not ours.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
