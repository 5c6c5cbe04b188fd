import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mountedFiles } from '../../../src/adapters/mountedFiles';

suite('files of this machine in a container', () => {
  let folder: string;
  setup(async () => (folder = await mkdtemp(join(tmpdir(), 'mounted-'))));
  teardown(() => rm(folder, { recursive: true }));

  async function write(path: string, seconds: number, bytes = 1): Promise<void> {
    await writeFile(join(folder, path), Buffer.alloc(bytes));
    await utimes(join(folder, path), seconds, seconds);
  }
  const timeOf = async (path: string, more: { target?: string; isWritable?: boolean } = {}) => {
    const mount = { source: join(folder, path), target: '/x', isWritable: false, ...more };
    const [found] = await mountedFiles([mount]);
    return found?.modifiedAt;
  };

  test('a file says when it was written', async () => {
    await write('config.xml', 1000);
    assert.equal(await timeOf('config.xml'), 1_000_000);
    assert.equal(await timeOf('config.xml', { isWritable: true }), 1_000_000);
  });
  test('a folder that is only read is as new as its newest part', async () => {
    await mkdir(join(folder, 'conf/users.d'), { recursive: true });
    await write('conf/a.xml', 1000);
    await write('conf/users.d/b.xml', 3000);
    for (const path of ['conf/users.d', 'conf']) await utimes(join(folder, path), 2000, 2000);
    assert.equal(await timeOf('conf'), 3_000_000);
  });
  test('data says nothing', async () => {
    await mkdir(join(folder, 'data'));
    await write('data/large', 1000, 1024 * 1024 + 1);
    await write('state.db', 1000);
    assert.equal(await timeOf('data', { isWritable: true }), undefined);
    assert.equal(await timeOf('data'), undefined);
    assert.equal(await timeOf('data/large'), undefined);
    assert.equal(await timeOf('state.db', { isWritable: true }), undefined);
  });
  test('nor does what is read once, is of the system, or is not there', async () => {
    await write('init.sql', 1000);
    assert.equal(await timeOf('init.sql', { target: '/docker-entrypoint-initdb.d/init.sql' }), undefined);
    assert.deepEqual(await mountedFiles([{ source: '/dev/null', target: '/x', isWritable: false }]), []);
    assert.equal(await timeOf('gone'), undefined);
  });
});
