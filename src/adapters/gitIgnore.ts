import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ProgramMissingError, runProcess } from './childProcess';
import { lineEndingOf } from '../core/text';

/** How git treats a file. `unknown`: no repository, or no git. `exposed`: the next `git add` would take it. */
export type GitView = 'ignored' | 'tracked' | 'exposed' | 'unknown';

export interface GitOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

export async function gitViewOf(folder: string, name: string, options: GitOptions): Promise<GitView> {
  const tracked = await exitCodeOf(folder, ['ls-files', '--error-unmatch', '--', name], options);
  if (tracked === 0) return 'tracked';
  // 0: ignored, 1: not ignored, 128: no repository.
  const ignored = await exitCodeOf(folder, ['check-ignore', '--quiet', '--', name], options);
  if (ignored === 0) return 'ignored';
  return ignored === 1 ? 'exposed' : 'unknown';
}

/** Adds a line to the folder's own `.gitignore`, which is made when it does not exist. */
export async function addToGitIgnore(folder: string, line: string): Promise<void> {
  const path = join(folder, '.gitignore');
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  });
  const newline = lineEndingOf(text);
  const isLineOpen = text !== '' && !text.endsWith('\n');
  await appendFile(path, `${isLineOpen ? newline : ''}${line}${newline}`);
}

/** Undefined when git is missing or was ended by a signal. */
async function exitCodeOf(
  folder: string,
  args: readonly string[],
  { environment, signal }: GitOptions,
): Promise<number | undefined> {
  try {
    const running = runProcess('git', args, { folder, environment, signal });
    for (;;) {
      const next = await running.next();
      if (next.done === true) return next.value.exitCode;
    }
  } catch (error) {
    if (error instanceof ProgramMissingError) return undefined;
    throw error;
  }
}
