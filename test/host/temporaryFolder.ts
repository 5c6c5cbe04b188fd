import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stopWithThisProcess } from './processGroup';

export interface TemporaryFolder {
  readonly path: string;
  remove(): Promise<void>;
}

/** An empty folder that goes with this process, if nobody removes it before. */
export async function createTemporaryFolder(purpose: string): Promise<TemporaryFolder> {
  const path = await mkdtemp(join(tmpdir(), `langfuse-stack-${purpose}-`));
  // A program that was just stopped may still be closing its files.
  const removeFiles = (): Promise<void> =>
    rm(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  const forget = stopWithThisProcess(removeFiles);
  return {
    path,
    remove: async () => {
      await removeFiles();
      forget();
    },
  };
}
