// npm start: VS Code with the extension on samples/ai-gateway, until Ctrl+C. Desktop VS Code where `code` is on the
// PATH, else (or with --browser) VS Code's server from npm, whose address is printed.
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { parseArgs } from 'node:util';
import { embeddedObstacle, startEmbeddedClickHouse } from './clickhouse/embedded';
import { startServer } from './host/codeServer';
import { installLane } from './host/lanes';
import { runProcess, startProcess, stopWithThisProcess } from './host/processGroup';
import { createTemporaryFolder } from './host/temporaryFolder';
import { packageExtension, repositoryFolder } from './host/vsix';
import { findEngine } from './stack/engine';

const sample = join(repositoryFolder, 'samples/ai-gateway');

/** What the editor is told beyond its defaults. */
interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly settings: Readonly<Record<string, unknown>>;
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { browser: { type: 'boolean', default: false } } });
  const surroundings = await prepareSurroundings();
  const code = values.browser ? undefined : findCode();
  await (code === undefined ? openInBrowser(surroundings) : openOnDesktop(code, surroundings));
}

/** The engine in reach, or a ClickHouse of our own so that at least the notebook has something to ask. */
async function prepareSurroundings(): Promise<Surroundings> {
  const engine = await findEngine();
  if (engine !== undefined) return { env: { ...engine }, settings: {} };

  const obstacle = embeddedObstacle();
  if (obstacle !== undefined) {
    console.log(`No Docker Engine answers. ${obstacle}`);
    return { env: {}, settings: {} };
  }
  console.log('No Docker Engine answers: starting an embedded ClickHouse with Langfuse’s tables.');
  const clickhouse = await startEmbeddedClickHouse();
  stopWithThisProcess(() => clickhouse.stop());
  console.log(
    `Query notebooks work at once, on ${clickhouse.url}. Everything else waits for Docker: install`,
  );
  console.log('Docker Engine with the Compose plugin, start it, and run npm start again.');
  return {
    env: { LANGFUSE_STACK_CLICKHOUSE_PASSWORD: clickhouse.password },
    settings: {
      'langfuseStack.clickhouse.url': clickhouse.url,
      'langfuseStack.clickhouse.user': clickhouse.user,
    },
  };
}

async function openInBrowser({ env, settings }: Surroundings): Promise<void> {
  console.log('Getting VS Code ready; the first time takes a minute or two.');
  const server = await startServer(await installLane('latest'), {
    vsix: [await packageExtension()],
    connectionToken: randomBytes(16).toString('hex'),
    env,
    settings,
    home: homedir(),
  });
  stopWithThisProcess(() => server.stop());
  console.log(`\nVS Code is at ${server.windowUrl(sample)}\nCtrl+C stops it.`);
  await server.broken;
}

/** A profile of its own: your settings stay as they are, and a running VS Code would not see our environment. */
async function openOnDesktop(code: string, { env, settings }: Surroundings): Promise<void> {
  await runProcess(process.execPath, ['esbuild.js'], { cwd: repositoryFolder });
  const profile = await createTemporaryFolder('start');
  try {
    await mkdir(join(profile.path, 'User'), { recursive: true });
    await writeFile(join(profile.path, 'User/settings.json'), JSON.stringify(settings, null, 2));
    const isRoot = process.getuid?.() === 0;
    const window = startProcess(
      code,
      [
        ...['--wait', '--new-window', '--disable-workspace-trust', '--user-data-dir', profile.path],
        ...(isRoot ? ['--no-sandbox'] : []),
        `--extensionDevelopmentPath=${repositoryFolder}`,
        sample,
      ],
      { env: { ...process.env, ...env } },
    );
    console.log('\nVS Code opens with the extension. Ctrl+C, or closing the window, ends this.');
    const exitCode = await window.exited;
    if (exitCode !== 0) throw new Error(`"${code}" ended with code ${exitCode}.\n${window.output().trim()}`);
  } finally {
    await profile.remove();
  }
}

function findCode(): string | undefined {
  const names = process.platform === 'win32' ? ['code.cmd'] : ['code'];
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean);
  return names
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find((path) => existsSync(path));
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
