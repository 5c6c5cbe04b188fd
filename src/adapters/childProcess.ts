import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { splitLines } from './dockerStreams';

export interface ProcessOptions {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Aborting asks the process to end and, after a grace period, ends it. */
  readonly signal: AbortSignal;
  readonly graceMs?: number;
}

export interface ProcessEnd {
  /** Undefined when a signal ended it. */
  readonly exitCode: number | undefined;
  readonly stdout: string;
}

/** A program could not be started because there is no such program. */
export class ProgramMissingError extends Error {
  override readonly name = 'ProgramMissingError';
}

const GRACE_MS = 10_000;

/**
 * Runs a program without a shell. Yields its lines of stderr as they come and returns how it ended. Ends the program
 * when the signal aborts, whose reason it then throws, and when the reader stops reading.
 */
export async function* runProcess(
  program: string,
  args: readonly string[],
  { folder, environment, signal, graceMs = GRACE_MS }: ProcessOptions,
): AsyncGenerator<string, ProcessEnd> {
  signal.throwIfAborted();
  // A process group of its own: docker runs compose as a child, and both must get the signal.
  const child = spawn(program, args, {
    cwd: folder,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  // Later than its end: what it has started may still hold its output.
  const closed = once(child, 'close');
  const output = { isOpen: true };
  child.once('close', () => (output.isOpen = false));
  // Awaited below; until then a failure to start must not count as unhandled.
  closed.catch(() => undefined);
  const stdout: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  const stop = (): void => terminate(child, graceMs);
  signal.addEventListener('abort', stop, { once: true });
  try {
    yield* splitLines(child.stderr);
    await closed;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      throw new ProgramMissingError(`${program} was not found`, { cause: error });
    throw error;
  } finally {
    signal.removeEventListener('abort', stop);
    if (child.pid !== undefined && output.isOpen) {
      stop();
      await closed;
    }
  }
  signal.throwIfAborted();
  return { exitCode: child.exitCode ?? undefined, stdout: Buffer.concat(stdout).toString('utf8') };
}

function terminate(child: ChildProcess, graceMs: number): void {
  signalGroup(child, 'SIGTERM');
  const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), graceMs);
  child.once('close', () => clearTimeout(timer));
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') {
    // Windows has no groups and no way to ask: the tree is ended from its root.
    spawn('taskkill', ['/pid', String(child.pid), '/T', '/F'], { stdio: 'ignore', windowsHide: true }).once(
      'error',
      () => child.kill(signal),
    );
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    // ESRCH: every process of the group has ended meanwhile.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
