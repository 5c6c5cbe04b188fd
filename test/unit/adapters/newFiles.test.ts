import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ignoreInGit, writeNewFiles } from '../../../src/adapters/newFiles';
import { UserError } from '../../../src/core/userError';

suite('new files', () => {
  let folder: string;
  setup(async () => (folder = await mkdtemp(join(tmpdir(), 'new-'))));
  teardown(() => rm(folder, { recursive: true }));

  const texts = new Map([
    ['one', '1'],
    ['two', '2'],
  ]);
  const read = (name: string): Promise<string> => readFile(join(folder, name), 'utf8');

  test('are written', async () => {
    await writeNewFiles(folder, texts);
    assert.deepEqual([await read('one'), await read('two')], ['1', '2']);
  });

  test('take the place of none: all or nothing', async () => {
    await writeFile(join(folder, 'two'), 'mine');
    await assert.rejects(writeNewFiles(folder, texts), (error) => {
      assert.ok(error instanceof UserError);
      assert.match(error.message, /^two exists already/);
      return true;
    });
    assert.deepEqual(await readdir(folder), ['two']);
    assert.equal(await read('two'), 'mine');
  });

  test('a folder that is gone is told', () =>
    assert.rejects(writeNewFiles(join(folder, 'gone'), texts), /one cannot be written .* \(ENOENT\)/));

  for (const [what, before, after] of [
    ['makes a .gitignore', undefined, '.env\n'],
    ['adds to one', 'dist', 'dist\n.env\n'],
    ['leaves one that has the line', '# ours\r\n/.env\r\n', '# ours\r\n/.env\r\n'],
    ['does not take another line for it', '.env.local\n', '.env.local\n.env\n'],
  ] as const) {
    test(`${what} for a file that git must ignore`, async () => {
      if (before !== undefined) await writeFile(join(folder, '.gitignore'), before);
      await ignoreInGit(folder, '.env');
      assert.equal(await read('.gitignore'), after);
    });
  }
});
