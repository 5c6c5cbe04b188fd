import { spawn } from 'node:child_process';

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal;
  /** Written to the standard input, which is then closed. */
  readonly input?: string;
}

/** Runs a program to its end and returns what it printed. Throws with the tail of its errors if it fails. */
export async function run(file: string, args: readonly string[], options: RunOptions = {}): Promise<string> {
  const { code, stdout, stderr } = await tryRun(file, args, options);
  if (code === 0) return stdout;
  const tail = `${stdout}\n${stderr}`.trim().split('\n').slice(-15).join('\n');
  throw new Error(`${file} ${args.slice(0, 4).join(' ')} ended with ${String(code)}:\n${tail}`);
}

export interface RunResult {
  /** The exit code; undefined when the program could not be started or was killed. */
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end, whatever the end is. */
export async function tryRun(
  file: string,
  args: readonly string[],
  { cwd, env = process.env, signal, input }: RunOptions = {},
): Promise<RunResult> {
  return new Promise((resolve) => {
    const child = spawn(file, args, { cwd, env, signal, stdio: ['pipe', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', (error) => resolve({ code: undefined, stdout, stderr: `${stderr}${error.message}` }));
    child.on('close', (code) => resolve({ code: code ?? undefined, stdout, stderr }));
    // A program that does not read its input closes it early; that is its right.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input ?? '');
  });
}
