import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { composeEnvironment } from '../stack/composePlugin';

// Bundled first, as the product is: code that is transformed while it is loaded runs slower.
const repository = join(import.meta.dirname, '../..');

void main().then((status) => (process.exitCode = status));

async function main(): Promise<number> {
  const environment = { ...process.env, ...(await composeEnvironment()) };
  // Inside the repository, so that packages are found.
  const folder = mkdtempSync(join(repository, 'node_modules/.bench-'));
  try {
    const outfile = join(folder, 'bench.js');
    const entryPoints = [join(import.meta.dirname, 'bench.ts')];
    buildSync({ entryPoints, outfile, bundle: true, platform: 'node', packages: 'external' });
    const options = { stdio: 'inherit', env: environment } as const;
    return spawnSync(process.execPath, ['--expose-gc', outfile, repository], options).status ?? 1;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
