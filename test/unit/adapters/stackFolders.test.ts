import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { stackFolders } from '../../../src/adapters/stackFolders';

suite('stackFolders', () => {
  let root: string;
  setup(async () => (root = await mkdtemp(join(tmpdir(), 'stacks-'))));
  teardown(() => rm(root, { recursive: true }));

  /** Writes the files and returns the folders that are stacks, relative to the root. */
  async function find(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), text);
    }
    const paths = Object.keys(files).map((path) => join(root, path));
    const found = await stackFolders(
      paths.filter((path) => /compose\.ya?ml$/.test(path)),
      paths.filter((path) => path.endsWith('.env')),
    );
    return found.map((folder) => relative(root, folder) || '.').sort();
  }

  test('a folder with a compose file is a stack, however many it has', async () =>
    assert.deepEqual(
      await find({ 'b/compose.yaml': '', 'a/compose.yaml': '', 'a/docker-compose.yaml': '' }),
      ['a', 'b'],
    ));
  test('a .env alone is none', async () => assert.deepEqual(await find({ '.env': 'A=1\n' }), []));
  test('a .env that names a compose file is one', async () =>
    assert.deepEqual(await find({ '.env': 'COMPOSE_FILE=stack.yaml\n' }), ['.']));
  test('the last line decides, and a comment does not', async () =>
    assert.deepEqual(
      await find({ '.env': 'COMPOSE_FILE=a.yaml\n# COMPOSE_FILE=b.yaml\nCOMPOSE_FILE=\n' }),
      [],
    ));
  test('what is named elsewhere belongs to the stack that names it', async () =>
    assert.deepEqual(
      await find({ '.env': 'COMPOSE_FILE=deploy/compose.yaml\n', 'deploy/compose.yaml': '' }),
      ['.'],
    ));
  test('unless it has its own .env', async () => {
    const files = {
      '.env': 'COMPOSE_FILE=deploy/compose.yaml',
      'deploy/compose.yaml': '',
      'deploy/.env': 'A=1',
    };
    assert.deepEqual(await find(files), ['.', 'deploy']);
  });
  test('several files, with a separator of their own', async () => {
    const env = 'COMPOSE_PATH_SEPARATOR=,\nCOMPOSE_FILE="a/compose.yaml,b/compose.yaml"\n';
    assert.deepEqual(
      await find({ '.env': env, 'a/compose.yaml': '', 'b/compose.yaml': '', 'c/compose.yaml': '' }),
      ['.', 'c'],
    );
  });
  test('a .env that vanished names nothing', async () =>
    assert.deepEqual(await stackFolders([], [join(root, 'gone/.env')]), []));
});
