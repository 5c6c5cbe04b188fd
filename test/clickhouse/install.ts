import { copyFile, readFile, readdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { cached } from '../cache';
import { run } from '../stack/run';

const SERVER = join(__dirname, 'server');

/** A folder with `server.mjs`, `client.mjs` and the `node_modules` that the server needs. */
export async function installClickHouse(): Promise<string> {
  const engine = await installChdb();
  const names = (await readdir(SERVER)).sort();
  const sources = await Promise.all(names.map((name) => readFile(join(SERVER, name))));
  return cached('clickhouse', [engine, ...sources], async (folder) => {
    await symlink(join(engine, 'node_modules'), join(folder, 'node_modules'));
    await build({
      entryPoints: { server: join(SERVER, 'main.ts'), client: join(SERVER, 'client.ts') },
      outdir: folder,
      outExtension: { '.js': '.mjs' },
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      external: ['chdb'],
      logLevel: 'warning',
    });
  });
}

/** The engine's library, as the lock file pins it: about half a gigabyte. */
async function installChdb(): Promise<string> {
  return installPackages('chdb', join(__dirname, 'chdb'));
}

/** Installs what a folder's `package-lock.json` pins, into the cache. */
export async function installPackages(name: string, manifest: string): Promise<string> {
  const files = ['package.json', 'package-lock.json'];
  const contents = await Promise.all(files.map((file) => readFile(join(manifest, file))));
  return cached(name, contents, async (folder) => {
    for (const file of files) await copyFile(join(manifest, file), join(folder, file));
    // Not `npm ci`: it refuses a lock file without the optional packages of machines that it was not made on.
    await run('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: folder });
  });
}
