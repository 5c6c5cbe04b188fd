import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Our commands that ran in a window of this run, by their ids. */
export const drivenCommands = new Set<string>();

/** Remembers which commands ran, by what the extension's own log says. */
export async function noteCommands(dataFolder: string): Promise<void> {
  const files = await readdir(join(dataFolder, 'logs'), { recursive: true });
  for (const file of files.filter((name) => name.endsWith('Langfuse Stack.log'))) {
    const text = await readFile(join(dataFolder, 'logs', file), 'utf8');
    for (const [, id = ''] of text.matchAll(/\[info\] Command (\S+)$/gm)) drivenCommands.add(id);
  }
}
