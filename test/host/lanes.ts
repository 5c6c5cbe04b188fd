import { readFileSync } from 'node:fs';
import { cp, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { arch, platform } from 'node:os';
import { delimiter, join } from 'node:path';
import { cached } from '../cache';
import { runProcess } from './processGroup';
import { ensurePrograms } from './systemPackages';

/** The VS Code versions that the extension is tested in; each has its package.json and lock file under lanes/. */
export const lanes = ['floor', 'latest'] as const;
export type Lane = (typeof lanes)[number];

/** A VS Code server that is ready to be started. */
export interface VsCodeServer {
  readonly lane: Lane;
  /** The Node that this version needs. */
  readonly node: string;
  /** `server-main.js` of VS Code itself, started without code-server's wrapper around it. */
  readonly main: string;
}

// Compiled here: spdlog (without it, output channels stay empty), the watchdog (its absence is logged as an
// error) and, where the package brings no binary, the terminal. The rest of the native modules is not missed.
const compiled: Readonly<Record<Lane, readonly string[]>> = {
  floor: ['@vscode/spdlog', 'native-watchdog', 'node-pty'],
  latest: ['@vscode/spdlog', '@vscode/native-watchdog'],
};

/** Installs the lane's VS Code from npm into the cache, once. Takes about a minute. */
export async function installLane(lane: Lane): Promise<VsCodeServer> {
  if (platform() !== 'linux' || !['x64', 'arm64'].includes(arch()))
    throw new Error(
      'VS Code’s server from npm runs on Linux only (x64, arm64): install VS Code, with its `code` command on the PATH.',
    );
  const [ripgrep = 'rg'] = await ensurePrograms('ripgrep', 'python', 'make', 'compiler');
  const manifests = ['package.json', 'package-lock.json'].map((file) =>
    join(import.meta.dirname, 'lanes', lane, file),
  );
  const recipe = [...manifests.map((file) => readFileSync(file)), compiled[lane].join(), '1'];
  const folder = await cached(`vscode-${lane}`, recipe, async (target) => {
    for (const file of manifests) await cp(file, join(target, file.slice(file.lastIndexOf('/') + 1)));
    await build(lane, target, ripgrep);
  });
  return {
    lane,
    node: join(nodeFolder(folder), 'bin/node'),
    main: join(serverFolder(folder), 'out/server-main.js'),
  };
}

async function build(lane: Lane, folder: string, ripgrep: string): Promise<void> {
  const node = nodeFolder(folder);
  const server = serverFolder(folder);
  const npm = (cwd: string, ...args: string[]): Promise<string> =>
    runProcess('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd,
      env: {
        ...withoutOurPackage(process.env),
        PATH: [join(node, 'bin'), process.env['PATH']].join(delimiter),
        // The headers of that Node come with its package, so node-gyp downloads nothing.
        npm_config_nodedir: node,
        npm_config_yes: 'true',
      },
    });

  // code-server's own postinstall compiles everything (minutes); the steps below are what is needed of it.
  await npm(folder, 'ci', '--ignore-scripts');
  // Not `npm ci`: the shrinkwrap inside lacks one transitive package and is refused; `install` still honours it.
  await npm(server, 'install', '--omit=dev', '--ignore-scripts');
  await npm(join(server, 'extensions'), 'install', '--omit=dev', '--ignore-scripts');
  // npm 11 runs no install script that is not allowed by name.
  await writeFile(join(server, '.npmrc'), `allow-scripts=${compiled[lane].join()}\n`);
  await npm(server, 'rebuild', ...compiled[lane]);
  if (lane === 'floor') await linkRipgrep(join(server, 'node_modules/@vscode/ripgrep/bin'), ripgrep);
}

/** VS Code 1.100 downloads its rg from GitHub; without one, neither Quick Open nor findFiles finds anything. */
async function linkRipgrep(folder: string, ripgrep: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await rm(join(folder, 'rg'), { force: true });
  await symlink(ripgrep, join(folder, 'rg'));
}

/** `npm test` tells its children which package they belong to; these installs are of another one. */
function withoutOurPackage(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const ours = /^npm_(package|lifecycle|config_local_prefix)/i;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !ours.test(name)));
}

function nodeFolder(folder: string): string {
  return join(folder, 'node_modules', `node-linux-${arch()}`);
}

function serverFolder(folder: string): string {
  return join(folder, 'node_modules/code-server/lib/vscode');
}
