import assert from 'node:assert/strict';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadStack } from '../../src/adapters/stackFiles';
import { filesElsewhere, watchFolder } from '../../src/ui/folderWatch';
import type { FolderWatch } from '../../src/ui/folderWatch';
import { eventually } from './eventually';

suite('watching the files of a stack', () => {
  let root: string;
  let folder: string;
  let changes: number;
  let watched: FolderWatch | undefined;

  setup(async () => {
    root = await realpath(await mkdtemp(join(tmpdir(), 'folder-watch-')));
    folder = join(root, 'stack');
    await mkdir(join(folder, 'deploy'), { recursive: true });
    await writeFile(join(folder, '.env'), 'COMPOSE_FILE=deploy/stack.yaml\n');
    const services =
      'services: { app: { image: "app:1", env_file: [missing.env] } }\ninclude: [../../common.yaml]\n';
    await writeFile(join(folder, 'deploy/stack.yaml'), services);
    await writeFile(join(root, 'common.yaml'), 'services: { db: { image: "db:1" } }\n');
    changes = 0;
  });
  teardown(async () => {
    watched?.dispose();
    await rm(root, { recursive: true });
  });

  test('those in subfolders and outside of it are among them, also one that is missing', async () => {
    const stack = await loadStack(folder, { environment: {} });
    assert.deepEqual(filesElsewhere(stack), [
      join(root, 'common.yaml'),
      join(folder, 'deploy/missing.env'),
      join(folder, 'deploy/stack.yaml'),
    ]);
  });

  test('a change of one that lies outside is told', async () => {
    watched = watchFolder(folder, [join(root, 'common.yaml')], () => changes++);
    // A watcher begins to watch in its own time, and what happened before is not told.
    await eventually(async () => {
      await writeFile(join(root, 'common.yaml'), `# ${changes}\n`);
      return changes > 0;
    });
  });
});
