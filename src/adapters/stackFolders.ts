import { readFile } from 'node:fs/promises';
import { delimiter, dirname, resolve } from 'node:path';

/**
 * The folders in which `docker compose` finds a stack, given absolute paths of compose and `.env` files: those with a
 * compose file, and those whose `.env` names one by COMPOSE_FILE. A compose file that another folder names in this way,
 * and that has no `.env` of its own beside it, belongs to that folder's stack alone. None twice, in no order.
 */
export async function stackFolders(
  composeFiles: readonly string[],
  envFiles: readonly string[],
): Promise<readonly string[]> {
  const selections = await Promise.all(
    envFiles.map(async (file) => [dirname(file), await selectedBy(file)] as const),
  );
  const selecting = selections.filter(([, files]) => files.length > 0);
  const selected = new Set(selecting.flatMap(([, files]) => files));
  const withEnv = new Set(envFiles.map((file) => dirname(file)));
  const own = composeFiles.filter((file) => !selected.has(file) || withEnv.has(dirname(file)));
  return [...new Set([...selecting.map(([folder]) => folder), ...own.map((file) => dirname(file))])];
}

/** Absolute paths of the files that COMPOSE_FILE names in a `.env` file; none when it cannot be read. */
async function selectedBy(envFile: string): Promise<readonly string[]> {
  const text = await readFile(envFile, 'utf8').catch(() => '');
  // Most have no such line, and then nothing needs to be parsed.
  if (!text.includes('COMPOSE_FILE')) return [];
  const [{ parseEnv }, { lastItemOf }] = await Promise.all([
    import('../core/env/parse'),
    import('../core/secrets/envEdit'),
  ]);
  const document = parseEnv(text);
  const valueOf = (name: string): string => {
    const item = lastItemOf(document, name);
    return item?.kind === 'assignment' ? item.value.decoded.text : '';
  };
  return valueOf('COMPOSE_FILE')
    .split(valueOf('COMPOSE_PATH_SEPARATOR') || delimiter)
    .filter((path) => path !== '')
    .map((path) => resolve(dirname(envFile), path));
}
