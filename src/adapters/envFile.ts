import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { UserError } from '../core/userError';
import { replaceFile } from './replaceFile';

/** The text of a file, byte order mark included; undefined when there is none. */
export async function readText(path: string): Promise<string | undefined> {
  const name = basename(path);
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw new UserError(`${name} cannot be read (${codeOf(error)}). Check its permissions.`, {
      cause: error,
    });
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new UserError(`${name} is not UTF-8 text. Save it as UTF-8 first.`, { cause: error });
  }
}

/**
 * Replaces a file that only its owner may read: all of it or nothing, also when the machine stops half-way. A
 * symbolic link stays one. Throws a UserError when the file was changed since `expected` was read, or may not be
 * written.
 */
export async function writeSecretText(
  path: string,
  text: string,
  expected: string | undefined,
): Promise<void> {
  const name = basename(path);
  if ((await readText(path)) !== expected) {
    throw new UserError(`${name} was changed meanwhile and was left as it is. Run Create Secrets again.`);
  }
  await replaceFile(path, text, { mode: 0o600, retry: 'Create Secrets' });
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
