// Runs the integration tests inside a real extension host: npx tsx test/integration/main.ts [floor|latest]
import { cp, readdir, rm } from 'node:fs/promises';
import { platform } from 'node:os';
import { join } from 'node:path';
import { runTests } from '@vscode/test-electron';
import { build } from 'esbuild';
import { cacheRoot } from '../cache';
import { startEmbeddedClickHouse } from '../clickhouse/embedded';
import type { Lane } from '../host/lanes';
import { installLane, lanes } from '../host/lanes';
import { runProcess } from '../host/processGroup';
import { createTemporaryFolder } from '../host/temporaryFolder';
import { repositoryFolder } from '../host/vsix';

const bundles = join(repositoryFolder, 'out/integration');

async function main(lane: Lane): Promise<void> {
  await runProcess(process.execPath, ['esbuild.js'], { cwd: repositoryFolder });
  await bundleTests();
  const clickhouse = await startEmbeddedClickHouse();
  const scratch = await createTemporaryFolder('integration');
  try {
    const workspace = join(scratch.path, 'ai-gateway');
    await cp(join(repositoryFolder, 'samples/ai-gateway'), workspace, { recursive: true });
    await rm(join(workspace, '.env'), { force: true });
    await runTests({
      ...(await vsCode(lane)),
      extensionDevelopmentPath: repositoryFolder,
      extensionTestsPath: join(bundles, 'index.js'),
      extensionTestsEnv: {
        LANGFUSE_STACK_TEST_LANE: lane,
        LANGFUSE_STACK_TEST_CLICKHOUSE_URL: clickhouse.url,
        LANGFUSE_STACK_TEST_CLICKHOUSE_USER: clickhouse.user,
        LANGFUSE_STACK_CLICKHOUSE_PASSWORD: clickhouse.password,
      },
      launchArgs: [
        workspace,
        `--user-data-dir=${join(scratch.path, 'user')}`,
        `--extensions-dir=${join(scratch.path, 'extensions')}`,
      ],
    });
  } finally {
    await clickhouse.stop();
    await scratch.remove();
  }
}

/** The VS Code to run in: an installed one, the server from npm where it runs, else a download of the desktop. */
async function vsCode(lane: Lane): Promise<Partial<Parameters<typeof runTests>[0]>> {
  const installed = process.env['VSCODE_EXE'];
  if (lane === 'latest' && installed) return { vscodeExecutablePath: installed };
  if (platform() !== 'linux')
    return { version: lane === 'floor' ? '1.100.3' : 'stable', cachePath: join(cacheRoot, 'vscode-desktop') };
  await installLane(lane);
  return { vscodeExecutablePath: join(repositoryFolder, 'test/host/extensionHost.ts') };
}

/** One file per test file, beside the entry that collects them; packages stay outside. */
async function bundleTests(): Promise<void> {
  await rm(bundles, { recursive: true, force: true });
  const folder = join(repositoryFolder, 'test/integration');
  const files = await readdir(folder);
  const tests = files.filter((file) => file.endsWith('.test.ts')).map((file) => join(folder, file));
  await build({
    entryPoints: [join(folder, 'index.ts'), ...tests],
    outdir: bundles,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    sourcemap: 'inline',
    packages: 'external',
    logLevel: 'warning',
  });
}

const lane = lanes.find((name) => name === (process.argv[2] ?? 'latest'));
if (lane === undefined) {
  console.error('Usage: npx tsx test/integration/main.ts [floor|latest]');
  process.exitCode = 2;
} else {
  main(lane).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}
