import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addToGitIgnore, gitViewOf } from '../../../src/adapters/gitIgnore';

suite('gitIgnore', () => {
  let folder: string;
  setup(async () => (folder = await mkdtemp(join(tmpdir(), 'git-ignore-'))));
  teardown(() => rm(folder, { recursive: true }));

  const view = (environment: Record<string, string | undefined> = process.env) =>
    gitViewOf(folder, '.env', { environment, signal: new AbortController().signal });

  test('follows a file from exposed to ignored, and knows a tracked one', async () => {
    execFileSync('git', ['init', '--quiet'], { cwd: folder });
    await writeFile(join(folder, '.env'), 'A=1\n');
    assert.equal(await view(), 'exposed');
    await addToGitIgnore(folder, '.env');
    assert.equal(await view(), 'ignored');
    execFileSync('git', ['add', '--force', '.env'], { cwd: folder });
    assert.equal(await view(), 'tracked');
  });

  test('says nothing without a repository or without git', async () => {
    assert.equal(await view({ ...process.env, GIT_CEILING_DIRECTORIES: tmpdir() }), 'unknown');
    assert.equal(await view({ PATH: '/nonexistent' }), 'unknown');
  });

  test('adds a line of its own, with the line ends of the file', async () => {
    await writeFile(join(folder, '.gitignore'), 'dist\r\nout');
    await addToGitIgnore(folder, '.env');
    assert.equal(await readFile(join(folder, '.gitignore'), 'utf8'), 'dist\r\nout\r\n.env\r\n');
  });
});
