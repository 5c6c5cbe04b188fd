import { readFile, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { PlannedEdit } from '../core/stack/plannedEdit';
import { applyEdits } from '../core/text';
import { UserError } from '../core/userError';
import { replaceFile } from './replaceFile';

/** Puts files back as they were, byte for byte. Throws a UserError that names those for which it could not. */
export type PutBack = () => Promise<void>;

/**
 * Makes the edits of a plan: all of them or none. Throws a UserError when a file does not hold what it held when the
 * plan was made, or cannot be written. `retry` is what to run again then.
 */
export async function editFiles(
  folder: string,
  edits: readonly PlannedEdit[],
  retry: string,
): Promise<PutBack> {
  const paths = [...new Set(edits.map(({ path }) => path))];
  const drafts = await Promise.all(
    paths.map((path) =>
      draft(
        folder,
        path,
        edits.filter((edit) => edit.path === path),
        retry,
      ),
    ),
  );
  const written: Draft[] = [];
  const putBack = (): Promise<void> => restore(written, retry);
  for (const one of drafts) {
    try {
      await replaceFile(one.file, one.after, one.before === undefined ? { mode: 0o600, retry } : { retry });
    } catch (error) {
      await putBack();
      throw error;
    }
    written.push(one);
  }
  return putBack;
}

interface Draft {
  /** As the plan names it. */
  readonly path: string;
  readonly file: string;
  /** Undefined for a file that is made. */
  readonly before: Buffer | undefined;
  readonly after: Buffer;
}

const BYTE_ORDER_MARK = '\ufeff';

async function draft(
  folder: string,
  path: string,
  edits: readonly PlannedEdit[],
  retry: string,
): Promise<Draft> {
  const file = resolve(folder, path);
  const before = await read(file, path);
  const isNew = edits.every(({ createsFile }) => createsFile === true);
  if (before === undefined && !isNew)
    throw new UserError(`${path} is gone. Put it back, then run ${retry} again.`);
  const whole = before?.toString('utf8') ?? '';
  const mark = whole.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : '';
  const text = whole.slice(mark.length);
  const isMade = before !== undefined && isNew;
  if (isMade || edits.some(({ span, oldText }) => text.slice(span.start, span.end) !== oldText))
    throw new UserError(`${path} was changed meanwhile and was left as it is. Run ${retry} again.`);
  return { path, file, before, after: Buffer.from(mark + applyEdits(text, edits), 'utf8') };
}

async function restore(drafts: readonly Draft[], retry: string): Promise<void> {
  const failures: string[] = [];
  for (const { path, file, before, after } of drafts) {
    try {
      // Whoever has changed it since meant it.
      if ((await read(file, path))?.equals(after) !== true)
        failures.push(`${path} was changed meanwhile and was left as it is.`);
      else if (before === undefined) await rm(file);
      else await replaceFile(file, before, { retry });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      failures.push(`${path} keeps its edits: ${error.message}`);
    }
  }
  if (failures.length > 0) throw new UserError(failures.join(' '));
}

/** Undefined when there is no such file. */
async function read(file: string, path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'ENOENT') return undefined;
    throw new UserError(`${path} cannot be read (${code}). Check its permissions.`, { cause: error });
  }
}
