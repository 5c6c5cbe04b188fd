import { spawn } from 'node:child_process';

/** A child in a process group of its own, so that everything it starts can be stopped with it. */
export interface OwnedProcess {
  /** Both streams, as far as they have come. */
  output(): string;
  /** The exit code; 128 when a signal ended it. Rejects when it could not be started. */
  readonly exited: Promise<number>;
  /** Resolves when `text` has been printed. Rejects with the output when that takes too long or will not happen. */
  printed(text: string, limitMs: number): Promise<void>;
  /** Asks politely, then insists. Resolves when it is gone. */
  stop(): Promise<void>;
}

export interface ProcessOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Stops the program when it aborts. */
  readonly signal?: AbortSignal;
  /** Sees each chunk as it comes. Without it the output is only kept. */
  readonly onOutput?: (chunk: string) => void;
}

const GRACE_MS = 10_000;

/** What must not outlive this process. */
interface Dependent {
  stop(): Promise<void>;
  /** The last resort, when there is no time to wait. */
  kill(): void;
}
const dependents = new Set<Dependent>();
let isGuarding = false;

/** Starts a program that never outlives this one, whether that ends well, throws or is told to stop. */
export function startProcess(
  command: string,
  args: readonly string[],
  { cwd, env = process.env, signal, onOutput }: ProcessOptions = {},
): OwnedProcess {
  guardThisProcess();
  const child = spawn(command, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const onGrowth = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', (chunk: string) => {
      output += chunk;
      onOutput?.(chunk);
      for (const listener of onGrowth) listener();
    });
  }

  const exited = new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 128));
  });
  const printed = async (text: string, limitMs: number): Promise<void> => {
    const seen = new Promise<'seen'>((resolve) => {
      const look = (): void => {
        if (output.includes(text)) resolve('seen');
      };
      onGrowth.add(look);
      look();
    });
    const late = timer(limitMs);
    const outcome = await Promise.race([seen, exited, late.done]).finally(late.cancel);
    if (outcome !== 'seen')
      throw new Error(
        `"${command}" ${outcome === 'late' ? `took over ${limitMs} ms` : `ended with code ${outcome}`} before it printed "${text}".\n${output.trim()}`,
      );
  };

  const { pid } = child;
  if (pid === undefined) return { output: () => output, exited, printed, stop: () => Promise.resolve() };

  const stop = async (): Promise<void> => {
    signalGroup(pid, 'SIGTERM');
    const insist = setTimeout(() => signalGroup(pid, 'SIGKILL'), GRACE_MS);
    await exited.catch(() => undefined);
    clearTimeout(insist);
    // Whatever the leader left behind in its group.
    signalGroup(pid, 'SIGKILL');
  };
  const onAbort = (): void => void stop();
  signal?.addEventListener('abort', onAbort, { once: true });
  if (signal?.aborted === true) onAbort();

  const dependent = { stop, kill: () => signalGroup(pid, 'SIGKILL') };
  dependents.add(dependent);
  void exited
    .catch(() => undefined)
    .finally(() => {
      dependents.delete(dependent);
      signal?.removeEventListener('abort', onAbort);
    });
  return { output: () => output, exited, printed, stop };
}

/** Runs a program to its end. Throws with its output when it fails. */
export async function runProcess(
  command: string,
  args: readonly string[],
  options: ProcessOptions = {},
): Promise<string> {
  const child = startProcess(command, args, options);
  const code = await child.exited;
  if (code !== 0)
    throw new Error(`"${[command, ...args].join(' ')}" ended with code ${code}.\n${child.output().trim()}`);
  return child.output();
}

/** Has `stop` called when this process is told to end. Returns how to take that back. */
export function stopWithThisProcess(stop: () => Promise<void>): () => void {
  guardThisProcess();
  const dependent = { stop, kill: () => undefined };
  dependents.add(dependent);
  return () => dependents.delete(dependent);
}

function timer(ms: number): { readonly done: Promise<'late'>; readonly cancel: () => void } {
  let handle: NodeJS.Timeout | undefined;
  const done = new Promise<'late'>((resolve) => {
    handle = setTimeout(() => resolve('late'), ms);
  });
  return { done, cancel: () => clearTimeout(handle) };
}

/** The newest first: what came later may use what came before. */
async function stopDependents(): Promise<void> {
  for (const dependent of [...dependents].reverse())
    await dependent.stop().catch((error: unknown) => console.error(error));
}

function guardThisProcess(): void {
  if (isGuarding) return;
  isGuarding = true;
  const leave = (code: number): void => {
    void stopDependents().finally(() => process.exit(code));
  };
  process.once('SIGINT', () => leave(130));
  process.once('SIGTERM', () => leave(143));
  process.once('SIGHUP', () => leave(129));
  // A closed pipe, as in `npm test | head`, would otherwise end us without a word.
  process.stdout.on('error', () => leave(141));
  process.on('exit', () => {
    for (const dependent of dependents) dependent.kill();
  });
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
