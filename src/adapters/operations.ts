import { createHash, randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../core/userError';
import { systemClock } from './clock';
import { DockerError } from './dockerError';
import { findEndpoint } from './dockerEndpoint';
import type { EndpointSources } from './dockerEndpoint';

/** Somebody changes the stack already: nothing has failed, and nothing was begun. */
export class StackBusyError extends UserError {}

/** Who changes a stack, as it stands in the file that keeps others out. */
interface Holder {
  readonly pid: number;
  readonly where: Place;
  /** What goes on, such as `Start ai-gateway`. */
  readonly title: string;
  /** Milliseconds since 1970. */
  readonly since: number;
}

type Place = 'window' | 'terminal';

export interface OperationsOptions {
  /** Of this user's lock files; created when it is needed. */
  readonly folder: string;
  /** Tells engines apart: projects of the same name on two of them are two stacks. */
  readonly engineAddress: () => Promise<string>;
  readonly where: Place;
  readonly now: () => number;
  /** Called when an operation is over, however it ended. */
  readonly onEnd?: () => void;
}

/** The number of a process may be given to another one. No operation lasts as long as this. */
const LONGEST_MS = 24 * 60 * 60 * 1000;
const ATTEMPTS = 5;

/**
 * Lets one operation at a time change a stack, whichever window or terminal of this user it comes from: two at once
 * would pull the containers from under each other. A process that died holds nothing.
 */
export class Operations {
  constructor(private readonly options: OperationsOptions) {}

  /** Throws a StackBusyError, without beginning, while another operation goes on. */
  async run<T>(projectName: string, title: string, work: () => PromiseLike<T>): Promise<T> {
    const path = await this.take(projectName, title);
    try {
      return await work();
    } finally {
      await rm(path, { force: true });
      this.options.onEnd?.();
    }
  }

  private async take(projectName: string, title: string): Promise<string> {
    const { folder, engineAddress, where, now } = this.options;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const key = createHash('sha256').update(`${await engineAddress()}\n${projectName}`);
    const path = join(folder, `${key.digest('hex').slice(0, 32)}.json`);
    const holder: Holder = { pid: process.pid, where, title, since: now() };
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (await create(path, JSON.stringify(holder))) return path;
      const other = await this.holderOf(path);
      if (other !== undefined) throw new StackBusyError(describe(other));
      await this.removeStale(path);
    }
    throw new StackBusyError('Another operation on this stack is beginning. Try again in a moment.');
  }

  /** Undefined when nobody holds it any more. */
  private async holderOf(path: string): Promise<Holder | undefined> {
    const holder = parseHolder(await readFile(path, 'utf8').catch(whenMissing));
    const isHeld =
      holder !== undefined && isAlive(holder.pid) && this.options.now() - holder.since < LONGEST_MS;
    return isHeld ? holder : undefined;
  }

  /** Takes the file away before it looks again, as another process may have done the same and hold it by now. */
  private async removeStale(path: string): Promise<void> {
    const aside = `${path}.${randomUUID()}`;
    if ((await rename(path, aside).then(() => 'moved', whenMissing)) === undefined) return;
    const isTaken = (await this.holderOf(aside)) !== undefined;
    if (isTaken) await link(aside, path).catch(whenThere);
    await rm(aside, { force: true });
  }
}

/** What goes on on the engine that the docker command would use. `onEnd` is called when one is over. */
export function operationsOn(sources: EndpointSources, where: Place, onEnd?: () => void): Operations {
  const user = process.getuid?.() ?? 'user';
  return new Operations({
    folder: join(tmpdir(), `langfuse-stack-${user}`),
    engineAddress: () => addressOf(sources),
    where,
    now: systemClock.now,
    ...(onEnd && { onEnd }),
  });
}

async function addressOf(sources: EndpointSources): Promise<string> {
  try {
    return (await findEndpoint(sources)).address;
  } catch (error) {
    // Whatever is begun without an engine fails in its own words.
    if (error instanceof DockerError) return '';
    throw error;
  }
}

/** All of the file or nothing, and only if there is none. */
async function create(path: string, text: string): Promise<boolean> {
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, text, { mode: 0o600 });
  try {
    return (await link(draft, path).then(() => 'made', whenThere)) !== undefined;
  } finally {
    await rm(draft, { force: true });
  }
}

function describe({ pid, where, title }: Holder): string {
  if (pid === process.pid)
    return `"${title}" is not over yet. Wait for it, or cancel it in its notification.`;
  return where === 'window'
    ? `"${title}" goes on in another window. Wait for it, or cancel it there.`
    : `"${title}" goes on in a terminal (process ${pid}). Wait for it, or stop it there with Ctrl+C.`;
}

function parseHolder(text: string | undefined): Holder | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text ?? '');
  } catch {
    // Not ours, or damaged: it keeps nobody out.
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { pid, where, title, since } = Object.fromEntries(Object.entries(value));
  if (typeof pid !== 'number' || typeof title !== 'string' || typeof since !== 'number') return undefined;
  return { pid, where: where === 'terminal' ? 'terminal' : 'window', title, since };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, and is another user's.
    return codeOf(error) === 'EPERM';
  }
}

function whenMissing(error: unknown): undefined {
  if (codeOf(error) === 'ENOENT') return undefined;
  throw error;
}

function whenThere(error: unknown): undefined {
  if (codeOf(error) === 'EEXIST') return undefined;
  throw error;
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
