import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createTemporaryFolder } from '../host/temporaryFolder';
import { repositoryFolder } from '../host/vsix';

export interface SampleCopy {
  readonly folder: string;
  remove(): Promise<void>;
}

/** A copy of a folder under samples/ that a test may write into, without a `.env` of yours. */
export async function copySample(name: 'ai-gateway' | 'as-written'): Promise<SampleCopy> {
  const scratch = await createTemporaryFolder('e2e');
  const folder = join(scratch.path, name);
  await cp(join(repositoryFolder, 'samples', name), folder, { recursive: true });
  // Only as-written comes with one; elsewhere it is what somebody tried by hand.
  if (name !== 'as-written') await rm(join(folder, '.env'), { force: true });
  return { folder, remove: () => scratch.remove() };
}
