import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CheckedStack } from '../core/check';
import { readFileFacts } from './fileFacts';
import type { LoadedStack } from './stackFiles';

/** What a check is told beyond what compose reads. */
export type Surroundings = Pick<CheckedStack, 'facts' | 'exampleText' | 'readAsProgram'>;

/** Reads what stands around a stack's files. Starts no process and never throws: what is not found is left out. */
export async function readSurroundings({ folder, texts }: LoadedStack): Promise<Surroundings> {
  const [facts, exampleText, { parse }] = await Promise.all([
    readFileFacts(folder, [...texts.keys()]),
    readExample(folder),
    // It brings modules along that nothing needs before the first check.
    import('dotenv'),
  ]);
  return { facts, readAsProgram: parse, ...(exampleText === undefined ? {} : { exampleText }) };
}

async function readExample(folder: string): Promise<string | undefined> {
  try {
    return await readFile(join(folder, '.env.example'), 'utf8');
  } catch {
    // Most stacks have none.
    return undefined;
  }
}
