import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { buildSync } from 'esbuild';
import { engineObstacle, installEngine } from '../stack/engineInstall';

// Bundled first, as the product is: code that is transformed while it is loaded runs slower.
const repository = join(import.meta.dirname, '../..');

void main().then((status) => (process.exitCode = status));

async function main(): Promise<number> {
  const environment = await withCompose();
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

/** With the docker command and the Compose plugin of the tests where they can be had; no engine is started. */
async function withCompose(): Promise<NodeJS.ProcessEnv> {
  if (engineObstacle() !== undefined) return process.env;
  const installed = await installEngine();
  return {
    ...process.env,
    DOCKER_CONFIG: join(installed, 'config'),
    PATH: [join(installed, 'bin'), process.env['PATH']].join(delimiter),
  };
}
