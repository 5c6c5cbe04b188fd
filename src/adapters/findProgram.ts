import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/** Whether a program of that name can be started from the PATH of the environment. */
export async function isOnPath(
  program: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<boolean> {
  const folders = (environment['PATH'] ?? environment['Path'] ?? '').split(delimiter);
  const endings = process.platform === 'win32' ? (environment['PATHEXT'] ?? '.EXE').split(';') : [''];
  const candidates = folders.flatMap((folder) => endings.map((ending) => join(folder, program + ending)));
  const found = await Promise.allSettled(candidates.map((candidate) => access(candidate, constants.X_OK)));
  return found.some(({ status }) => status === 'fulfilled');
}
