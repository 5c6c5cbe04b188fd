import assert from 'node:assert/strict';
import { chmod, lstat, mkdtemp, readFile, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { editFiles } from '../../../src/adapters/editFiles';
import type { PlannedEdit } from '../../../src/core/stack/plannedEdit';

suite('editFiles', () => {
  let folder: string;
  setup(async () => {
    folder = await mkdtemp(join(tmpdir(), 'edit-files-'));
    await writeFile(join(folder, 'compose.yaml'), '\ufeffweb: 3.1\r\n# ä\r\nworker: 3.1\r\n', {
      mode: 0o640,
    });
    await writeFile(join(folder, '.env'), 'TAG=3.1', { mode: 0o600 });
  });
  teardown(() => rm(folder, { recursive: true }));

  const text = (path: string) => readFile(join(folder, path), 'utf8');
  const mode = async (path: string) => (await stat(join(folder, path))).mode & 0o777;
  const edit = (path: string, start: number, oldText = '3.1'): PlannedEdit => ({
    path,
    line: 1,
    span: { start, end: start + oldText.length },
    oldText,
    newText: '3.20',
    services: [],
  });
  const EDITS = [edit('compose.yaml', 5), edit('compose.yaml', 23), edit('.env', 4)];

  test('makes every edit, and leaves the rest as it is', async () => {
    await editFiles(folder, EDITS, 'Upgrade');
    assert.equal(await text('compose.yaml'), '\ufeffweb: 3.20\r\n# ä\r\nworker: 3.20\r\n');
    assert.equal(await text('.env'), 'TAG=3.20');
    assert.deepEqual([await mode('compose.yaml'), await mode('.env')], [0o640, 0o600]);
    assert.deepEqual((await readdir(folder)).sort(), ['.env', 'compose.yaml']);
  });

  test('puts the files back, byte for byte', async () => {
    const before = [await text('compose.yaml'), await text('.env')];
    const putBack = await editFiles(folder, EDITS, 'Upgrade');
    await putBack();
    assert.deepEqual([await text('compose.yaml'), await text('.env')], before);
    assert.equal(await mode('compose.yaml'), 0o640);
  });

  test('keeps a link', async () => {
    await symlink('.env', join(folder, 'link'));
    await editFiles(folder, [edit('link', 4)], 'Upgrade');
    assert.ok((await lstat(join(folder, 'link'))).isSymbolicLink());
    assert.equal(await text('.env'), 'TAG=3.20');
  });

  suite('that make a file', () => {
    const made: PlannedEdit = { ...edit('new', 0, ''), newText: 'A=1\n', createsFile: true };
    const exists = async () => (await readdir(folder)).includes('new');

    test('make it for this user alone, and putting back removes it', async () => {
      const putBack = await editFiles(folder, [made], 'Upgrade');
      assert.deepEqual([await text('new'), await mode('new')], ['A=1\n', 0o600]);
      await putBack();
      assert.equal(await exists(), false);
    });

    test('leave one alone that is there by now, or was changed since', async () => {
      const putBack = await editFiles(folder, [made], 'Upgrade');
      await assert.rejects(editFiles(folder, [made], 'Upgrade'), /new was changed meanwhile/);
      await writeFile(join(folder, 'new'), 'mine');
      await assert.rejects(putBack(), /new was changed meanwhile/);
      assert.equal(await text('new'), 'mine');
    });
  });

  test('changes nothing when one file is not as it was', async () => {
    await assert.rejects(
      editFiles(folder, [...EDITS.slice(0, 2), edit('.env', 4, '9.9')], 'Upgrade'),
      /^UserError: \.env was changed meanwhile and was left as it is\. Run Upgrade again\.$/,
    );
    assert.match(await text('compose.yaml'), /web: 3\.1\r/);
  });

  test('changes nothing when one file may not be written', async () => {
    await chmod(join(folder, '.env'), 0o400);
    await assert.rejects(
      editFiles(folder, EDITS, 'Upgrade'),
      /\.env is read-only\. .* then run Upgrade again/,
    );
    assert.match(await text('compose.yaml'), /web: 3\.1\r/);
  });

  test('does not put back over what somebody else has written since', async () => {
    const putBack = await editFiles(folder, EDITS, 'Upgrade');
    await writeFile(join(folder, '.env'), 'TAG=3.20\nMORE=1\n');
    await assert.rejects(putBack(), /^UserError: \.env was changed meanwhile and was left as it is\.$/);
    assert.match(await text('compose.yaml'), /web: 3\.1\r/);
    assert.equal(await text('.env'), 'TAG=3.20\nMORE=1\n');
  });

  test('says that a file is gone', async () => {
    await rm(join(folder, '.env'));
    await assert.rejects(
      editFiles(folder, EDITS, 'Upgrade'),
      /\.env is gone\. Put it back, then run Upgrade again/,
    );
  });
});
