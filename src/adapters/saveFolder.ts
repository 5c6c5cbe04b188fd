import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir, rename, rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { BACKUP_FOLDER, backupName } from '../core/stack/backups';
import type { Container } from '../core/stack/container';
import { formatBytes } from '../core/stack/planText';
import { TarTally } from '../core/stack/tarTally';
import { UserError } from '../core/userError';
import type { DockerEngine } from './docker';
import type { FolderToSave } from './planRunner';
import type { LoadedStack } from './stackFiles';
import { inspectAll } from './waitUntilWell';

export interface SaveOptions {
  readonly engine: Pick<DockerEngine, 'listContainers' | 'inspectContainer' | 'readFolder'>;
  /** Milliseconds since 1970: the copy is named after them. */
  readonly now: () => number;
  readonly signal: AbortSignal;
}

/** Of a copy that is not complete. */
const PARTIAL = '.partial';
/** Data of databases is compressed already; more effort costs much and saves little. */
const GZIP = { level: 1 };
/** Lines of progress come at least so many bytes apart. */
const PROGRESS_BYTES = 1_000_000;
const PROGRESS_LINES = 100;

/**
 * Copies a folder of a service's stopped container into `langfuse-backups` of the stack's folder, readable by this user
 * alone. The copy gets its name when it is complete, on the disk, and was read back; whatever ends it earlier leaves
 * nothing behind.
 */
export async function* saveFolder(
  { folder: stackFolder, project }: Pick<LoadedStack, 'folder' | 'project'>,
  what: FolderToSave,
  { engine, now, signal }: SaveOptions,
): AsyncGenerator<string, string> {
  const containers = await inspectAll(engine, project.name, signal);
  const container = containers.find(({ service }) => service === what.service);
  checkContainer(container, what);
  const folder = join(stackFolder, BACKUP_FOLDER);
  const path = join(folder, backupName(project.name, what.service, new Date(now()).toISOString()));
  const partial = path + PARTIAL;
  try {
    await prepare(folder, `${project.name}-${what.service}-`, what.sizeBytes);
    const written = yield* write(
      await engine.readFolder(container.id, what.folder, signal),
      partial,
      what.sizeBytes,
      signal,
    );
    yield `reading back ${count(written)}`;
    const read = await readBack(partial, signal);
    if (!isSame(written, read))
      throw new UserError('The copy does not hold what was written. Look at the disk.');
    await rename(partial, path);
    return path;
  } catch (error) {
    throw explain(error, folder, signal);
  } finally {
    await rm(partial, { force: true });
  }
}

function checkContainer(
  container: Container | undefined,
  { service, volumes }: FolderToSave,
): asserts container is Container {
  if (container === undefined)
    throw new UserError(`${service} has no container, so its data cannot be read.`);
  if (container.status === 'running') throw new UserError(`${service} runs again, so its data is changing.`);
  const lacking = volumes.find((name) => !container.volumes.some((mounted) => mounted.name === name));
  if (lacking !== undefined)
    throw new UserError(`The container of ${service} does not have the volume ${lacking}.`);
}

/** What an earlier attempt left that was killed is no use to anybody. */
async function prepare(folder: string, prefix: string, sizeBytes: number | undefined): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // Data of users does not belong into git. A file that is there is the operator's.
  await writeFile(join(folder, '.gitignore'), '*\n', { flag: 'wx' }).catch(whenThere);
  for (const name of await readdir(folder))
    if (name.startsWith(prefix) && name.endsWith(PARTIAL)) await rm(join(folder, name), { force: true });
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  if (sizeBytes !== undefined && free < sizeBytes)
    throw new UserError(
      `The copy may take ${formatBytes(sizeBytes)}, and ${folder} has room for ${formatBytes(free)}. Free some space first.`,
    );
}

/** Yields how far it is, and returns what went by once all of it is on the disk. */
async function* write(
  archive: AsyncIterable<Uint8Array>,
  path: string,
  sizeBytes: number | undefined,
  signal: AbortSignal,
): AsyncGenerator<string, TarTally> {
  const tally = new TarTally();
  const gzip = createGzip(GZIP);
  const file = createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true });
  const written = pipeline(gzip, file, { signal });
  // Awaited below; until then a failure must not count as unhandled.
  written.catch(() => undefined);
  const total = sizeBytes === undefined ? '' : ` of about ${formatBytes(sizeBytes)}`;
  const stride = Math.max(PROGRESS_BYTES, (sizeBytes ?? 0) / PROGRESS_LINES);
  let bytes = 0;
  let said = 0;
  try {
    for await (const chunk of archive) {
      tally.add(chunk);
      bytes += chunk.length;
      if (!gzip.write(chunk)) await Promise.race([once(gzip, 'drain'), written]);
      if (bytes - said < stride) continue;
      said = bytes;
      yield `${formatBytes(bytes)}${total} copied`;
    }
    if (!tally.isComplete) throw new UserError('Docker broke the copy off. Try again.');
    gzip.end();
    await written;
  } finally {
    // The file must be closed before anybody removes it.
    gzip.destroy();
    await written.catch(() => undefined);
  }
  return tally;
}

async function readBack(path: string, signal: AbortSignal): Promise<TarTally> {
  const tally = new TarTally();
  await pipeline(
    createReadStream(path),
    createGunzip(),
    async (chunks: AsyncIterable<Buffer>) => {
      for await (const chunk of chunks) tally.add(chunk);
    },
    { signal },
  );
  return tally;
}

function isSame(written: TarTally, read: TarTally): boolean {
  return read.isComplete && read.entries === written.entries && read.contentBytes === written.contentBytes;
}

function count({ entries, contentBytes }: TarTally): string {
  return `${formatBytes(contentBytes)} in ${entries} files and folders`;
}

function explain(error: unknown, folder: string, signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new UserError(`There is no room for the copy in ${folder}. Free some space first.`, {
        cause: error,
      });
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new UserError(`The copy cannot be written in ${folder} (${code}).`, { cause: error });
    case 'Z_DATA_ERROR':
    case 'Z_BUF_ERROR':
      return new UserError('The copy cannot be read back. Look at the disk.', { cause: error });
    default:
      return error;
  }
}

function whenThere(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return undefined;
  throw error;
}
