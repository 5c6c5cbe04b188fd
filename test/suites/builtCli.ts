import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { repositoryFolder } from '../host/vsix';

/** The command line as it is shipped keeps its compiled code, and works as well without. Needs the build. */
export async function checkCompileCache(): Promise<void> {
  const caches = await mkdtemp(join(tmpdir(), 'compiled-'));
  const folder = join(caches, 'langfuse-stack', 'compiled', 'check');
  const runCli = async (): Promise<string> => {
    const args = [
      join(repositoryFolder, 'dist/cli.js'),
      'check',
      join(repositoryFolder, 'samples/as-written'),
    ];
    const environment = { ...process.env, XDG_CACHE_HOME: caches };
    const failed: unknown = await promisify(execFile)(process.execPath, args, { env: environment }).catch(
      (error: unknown) => error,
    );
    assert.ok(failed instanceof Error && 'stdout' in failed && 'code' in failed && 'stderr' in failed);
    assert.deepEqual(
      [failed.code, failed.stderr],
      [1, ''],
      'the sample has findings, and nothing else is said',
    );
    return String(failed.stdout);
  };
  const keptFiles = async (): Promise<readonly string[]> => {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  };
  try {
    const first = await runCli();
    const kept = await keptFiles();
    assert.ok(kept.length > 0, 'nothing was kept');
    assert.equal(await runCli(), first);
    assert.deepEqual(await keptFiles(), kept);

    for (const file of kept) await writeFile(file, (await readFile(file)).subarray(0, 100));
    assert.equal(await runCli(), first, 'with a cache that is cut off');

    await rm(folder, { recursive: true });
    await mkdir(folder);
    await chmod(folder, 0o777);
    assert.equal(await runCli(), first);
    assert.deepEqual(await keptFiles(), [], 'a folder that others may write to was used');
  } finally {
    await rm(caches, { recursive: true });
  }
}

/** Every command as it is shipped takes a wrong folder for the operator's mistake, and not for a defect of its own. */
export async function checkWrongFolder(): Promise<void> {
  const folder = join(tmpdir(), 'no-such-folder');
  for (const words of [['check'], ['probe'], ['doctor'], ['plan', 'up'], ['secrets']]) {
    const args = [join(repositoryFolder, 'dist/cli.js'), ...words];
    for (const operands of [[folder], []]) {
      const failed: unknown = await promisify(execFile)(process.execPath, [...args, ...operands]).catch(
        (error: unknown) => error,
      );
      assert.ok(failed instanceof Error && 'code' in failed && 'stderr' in failed);
      assert.equal(failed.code, 2, `${words.join(' ')}: ${String(failed.stderr)}`);
    }
  }
}
