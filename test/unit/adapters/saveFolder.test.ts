import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { saveFolder } from '../../../src/adapters/saveFolder';
import type { SaveOptions } from '../../../src/adapters/saveFolder';
import type { FolderToSave } from '../../../src/adapters/planRunner';
import type { Container } from '../../../src/core/stack/container';
import { container, project } from '../support/builders';
import { tar } from '../support/tar';

const ARCHIVE = tar([
  { name: 'clickhouse/', type: '5' },
  { name: 'clickhouse/data', content: 'x'.repeat(3_000_000) },
]);
const NAME = 'stack-db-20260102T030405Z.tar.gz';
const STOPPED = container('db', {
  status: 'exited',
  volumes: [{ name: 'stack_data', target: '/var/lib/clickhouse' }],
});
const WHAT: FolderToSave = {
  kind: 'save-folder',
  service: 'db',
  folder: '/var/lib/clickhouse',
  volumes: ['stack_data'],
  sizeBytes: ARCHIVE.length,
};

suite('saveFolder', () => {
  let folder: string;
  let backups: string;
  setup(async () => {
    folder = await mkdtemp(join(tmpdir(), 'save-'));
    backups = join(folder, 'langfuse-backups');
  });
  teardown(() => rm(folder, { recursive: true }));

  interface World {
    readonly archive?: AsyncIterable<Uint8Array>;
    readonly db?: Container;
    readonly what?: Partial<FolderToSave>;
    readonly signal?: AbortSignal;
  }

  async function save({ archive = chunksOf(ARCHIVE), db = STOPPED, what, signal }: World = {}) {
    const engine: SaveOptions['engine'] = {
      listContainers: () => Promise.resolve([{ ...db, project: 'stack' }]),
      inspectContainer: () => Promise.resolve(db),
      readFolder: (id, path) => {
        assert.deepEqual([id, path], [db.id, '/var/lib/clickhouse']);
        return Promise.resolve(archive);
      },
    };
    const copying = saveFolder(
      { folder, project: project([]) },
      { ...WHAT, ...what },
      {
        engine,
        now: () => Date.UTC(2026, 0, 2, 3, 4, 5, 678),
        signal: signal ?? new AbortController().signal,
      },
    );
    const lines: string[] = [];
    for (;;) {
      const next = await copying.next();
      if (next.done === true) return { path: next.value, lines };
      lines.push(next.value);
    }
  }

  const leftBehind = async () => (await readdir(backups)).filter((name) => name !== '.gitignore');

  test('writes the archive for its owner alone, and says how far it is', async () => {
    const { path, lines } = await save();
    assert.equal(path, join(backups, NAME));
    assert.ok(gunzipSync(await readFile(path)).equals(ARCHIVE));
    assert.deepEqual([(await stat(path)).mode & 0o777, (await stat(backups)).mode & 0o777], [0o600, 0o700]);
    assert.deepEqual(lines, [
      '1.0 MB of about 3.0 MB copied',
      '2.0 MB of about 3.0 MB copied',
      '3.0 MB of about 3.0 MB copied',
      'reading back 3.0 MB in 2 files and folders',
    ]);
    assert.deepEqual(await leftBehind(), [NAME]);
  });

  test('keeps git away from it, and leaves a rule alone that the operator wrote', async () => {
    await save();
    const rules = join(backups, '.gitignore');
    assert.equal(await readFile(rules, 'utf8'), '*\n');
    await writeFile(rules, '!*\n');
    await rm(join(backups, NAME));
    await save();
    assert.equal(await readFile(rules, 'utf8'), '!*\n');
  });

  test('an archive that breaks off leaves nothing behind', async () => {
    await assert.rejects(save({ archive: chunksOf(ARCHIVE.subarray(0, 2_000_000)) }), /broke the copy off/);
    assert.deepEqual(await leftBehind(), []);
  });

  test('an engine that fails in the middle leaves nothing behind', async () => {
    const failure = new Error('socket hang up');
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield* chunksOf(ARCHIVE.subarray(0, 1_500_000));
      throw failure;
    }
    await assert.rejects(save({ archive: failing() }), (error) => error === failure);
    assert.deepEqual(await leftBehind(), []);
  });

  test('cancelling leaves nothing behind', async () => {
    const stop = new AbortController();
    async function* endless(): AsyncGenerator<Uint8Array> {
      yield ARCHIVE.subarray(0, 1_500_000);
      stop.abort(new Error('enough'));
      yield* chunksOf(ARCHIVE);
    }
    await assert.rejects(save({ archive: endless(), signal: stop.signal }), /enough/);
    assert.deepEqual(await leftBehind(), []);
  });

  test('what a killed attempt left goes with the next one, and nothing else does', async () => {
    await mkdir(backups);
    for (const name of ['stack-db-1.tar.gz.partial', 'stack-db-1.tar.gz', 'other-db-1.tar.gz.partial'])
      await writeFile(join(backups, name), '');
    await save();
    assert.deepEqual((await leftBehind()).sort(), ['other-db-1.tar.gz.partial', 'stack-db-1.tar.gz', NAME]);
  });

  test('is not begun where there is no room', async () => {
    const unread: AsyncIterable<Uint8Array> = {
      [Symbol.asyncIterator]: () => assert.fail('Nothing is to be read.'),
    };
    await assert.rejects(
      save({ what: { sizeBytes: 1e18 }, archive: unread }),
      /^UserError: The copy may take .* has room for .* Free some space first\.$/,
    );
  });

  test('copies no data that changes, and none that is not to be removed', async () => {
    await assert.rejects(save({ db: { ...STOPPED, status: 'running' } }), /db runs again/);
    await assert.rejects(
      save({ what: { volumes: ['stack_other'] } }),
      /does not have the volume stack_other/,
    );
    await assert.rejects(save({ db: { ...STOPPED, service: 'web' } }), /db has no container/);
  });
});

async function* chunksOf(data: Buffer): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < data.length; at += 100_000) {
    await Promise.resolve();
    yield data.subarray(at, at + 100_000);
  }
}
