import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readFileFacts } from '../../../src/adapters/fileFacts';
import { isInIndex } from '../../../src/adapters/gitIndex';

suite('fileFacts', () => {
  let folder: string;
  setup(async () => {
    folder = await mkdtemp(join(tmpdir(), 'file-facts-'));
    await chmod(folder, 0o755);
  });
  teardown(() => rm(folder, { recursive: true }));

  const git = (...args: string[]) => execFileSync('git', args, { cwd: folder });
  const write = async (path: string, text = 'A=1\n') => {
    await mkdir(join(folder, path, '..'), { recursive: true });
    await writeFile(join(folder, path), text);
  };
  const facts = async (path: string, from = folder) => (await readFileFacts(from, [path])).get(path);

  test('follows a file from exposed to ignored to tracked', async () => {
    git('init', '--quiet');
    await write('.env');
    const view = async () => {
      const { isIgnoredByGit, isTrackedByGit } = (await facts('.env'))!;
      return [isIgnoredByGit, isTrackedByGit];
    };
    assert.deepEqual(await view(), [false, undefined]);
    await write('.gitignore', '.env\n');
    git('add', '.gitignore');
    assert.deepEqual(await view(), [true, false]);
    git('add', '--force', '.env');
    assert.deepEqual(await view(), [true, true]);
  });
  test('looks up to the repository, and says nothing of what lies outside of it', async () => {
    git('init', '--quiet');
    await write('.gitignore', '/stack/*.env\n');
    await write('stack/web.env');
    const found = await readFileFacts(join(folder, 'stack'), ['web.env', '../../elsewhere.env']);
    assert.equal(found.get('web.env')?.isIgnoredByGit, true);
    assert.equal(found.get('../../elsewhere.env')?.isIgnoredByGit, undefined);
  });
  test('knows a second working tree by its own index', async () => {
    git('init', '--quiet');
    await write('.env');
    git('add', '.env');
    git('-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '--quiet', '-m', 'a');
    git('worktree', 'add', '--quiet', 'second');
    await writeFile(join(folder, '.git/info/exclude'), 'local.env\n');
    await write('second/local.env');
    assert.equal((await facts('.env', join(folder, 'second')))?.isTrackedByGit, true);
    assert.deepEqual((await facts('local.env', join(folder, 'second')))?.isIgnoredByGit, true);
  });
  test('reads every version of the index as git does', async () => {
    git('init', '--quiet');
    const paths = ['.env', 'a/.env', 'a/b.env', 'ab/.env', 'long/'.repeat(30) + '.env'];
    for (const path of paths) await write(path);
    git('add', '.');
    for (const version of ['2', '3', '4']) {
      git('update-index', '--index-version', version);
      // Without a flag that needs it, git writes version 2 for 3.
      git('update-index', '--skip-worktree', 'a/.env');
      const index = await readFile(join(folder, '.git/index'));
      for (const path of paths) assert.equal(isInIndex(index, path, 20), true, `${version} ${path}`);
      for (const path of ['a', '.en', 'a/.envx', 'b.env'])
        assert.equal(isInIndex(index, path, 20), false, path);
      git('update-index', '--no-skip-worktree', 'a/.env');
    }
  });
  test('an index in two parts, and a damaged one, say nothing', async () => {
    git('init', '--quiet');
    await write('.env');
    git('add', '.env');
    const index = await readFile(join(folder, '.git/index'));
    for (let length = 0; length < index.length - 24; length++)
      assert.notEqual(isInIndex(index.subarray(0, length), '.env', 20), false, `${length} bytes`);
    git('update-index', '--split-index');
    assert.equal((await facts('.env'))?.isTrackedByGit, undefined);
  });
  // Windows has access lists instead of these modes.
  if (process.platform !== 'win32')
    test('a file is readable by others when every folder above lets them through', async () => {
      await write('deep/.env');
      await chmod(join(folder, 'deep/.env'), 0o644);
      await chmod(join(folder, 'deep'), 0o755);
      assert.equal((await facts('deep/.env'))?.isReadableByOthers, true);
      await chmod(join(folder, 'deep'), 0o700);
      assert.equal((await facts('deep/.env'))?.isReadableByOthers, false);
      await chmod(join(folder, 'deep'), 0o755);
      await chmod(join(folder, 'deep/.env'), 0o640);
      assert.equal((await facts('deep/.env'))?.isReadableByOthers, false);
    });
  test('a file that is not there is not known', async () =>
    assert.equal((await facts('.env'))?.isReadableByOthers, undefined));
});
