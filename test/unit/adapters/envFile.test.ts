import assert from 'node:assert/strict';
import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readText, writeSecretText } from '../../../src/adapters/envFile';

suite('writeSecretText', () => {
  let folder: string;
  let path: string;
  setup(async () => {
    folder = await mkdtemp(join(tmpdir(), 'env-file-'));
    path = join(folder, '.env');
  });
  teardown(() => rm(folder, { recursive: true }));

  test('makes a file that only its owner may read', async () => {
    await writeSecretText(path, 'A=1\n', undefined);
    assert.equal(await readFile(path, 'utf8'), 'A=1\n');
    assert.equal((await stat(path)).mode & 0o777, 0o600);
    assert.deepEqual(await readdir(folder), ['.env']);
  });

  test('closes a file that others may read', async () => {
    await writeFile(path, 'A=\n', { mode: 0o644 });
    await writeSecretText(path, 'A=1\n', 'A=\n');
    assert.equal((await stat(path)).mode & 0o777, 0o600);
  });

  test('keeps byte order mark and line ends', async () => {
    await writeFile(path, '\ufeffA=\r\n');
    const text = await readText(path);
    await writeSecretText(path, `${text ?? ''}B=1\r\n`, text);
    assert.deepEqual(await readFile(path), Buffer.from('\ufeffA=\r\nB=1\r\n'));
  });

  test('writes through a symbolic link', async () => {
    await mkdir(join(folder, 'secrets'));
    await writeFile(join(folder, 'secrets', 'env'), 'A=\n');
    await symlink(join('secrets', 'env'), path);
    await writeSecretText(path, 'A=1\n', 'A=\n');
    assert.ok((await lstat(path)).isSymbolicLink());
    assert.equal(await readFile(join(folder, 'secrets', 'env'), 'utf8'), 'A=1\n');
  });

  test('leaves a read-only file alone and says so', async () => {
    await writeFile(path, 'A=\n');
    await chmod(path, 0o444);
    await assert.rejects(
      writeSecretText(path, 'A=1\n', 'A=\n'),
      /^UserError: \.env is read-only\. Make it writable/,
    );
    assert.equal(await readFile(path, 'utf8'), 'A=\n');
  });

  test('leaves a file alone that was changed meanwhile', async () => {
    await writeFile(path, 'A=by hand\n');
    await assert.rejects(writeSecretText(path, 'A=1\n', 'A=\n'), /changed meanwhile/);
    assert.equal(await readFile(path, 'utf8'), 'A=by hand\n');
  });

  test('leaves nothing behind when it fails', async () => {
    await mkdir(path);
    await assert.rejects(writeSecretText(path, 'A=1\n', undefined));
    assert.deepEqual(await readdir(folder), ['.env']);
  });
});

suite('readText', () => {
  test('is undefined without a file', async () => {
    assert.equal(await readText(join(tmpdir(), 'no-such-folder', '.env')), undefined);
  });

  test('does not guess at bytes that are no UTF-8', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'env-file-'));
    await writeFile(join(folder, '.env'), Buffer.from([0x41, 0x3d, 0xe9]));
    await assert.rejects(readText(join(folder, '.env')), /not UTF-8/);
    await rm(folder, { recursive: true });
  });
});
