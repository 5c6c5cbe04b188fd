import assert from 'node:assert/strict';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadStack } from '../../../src/adapters/stackFiles';
import { readSurroundings } from '../../../src/adapters/surroundings';

suite('surroundings', () => {
  let folder: string;
  setup(async () => {
    folder = await mkdtemp(join(tmpdir(), 'surroundings-'));
    await writeFile(join(folder, 'compose.yaml'), 'services: {web: {image: "app:1", env_file: web.env}}\n');
    await writeFile(join(folder, '.env'), 'A=b#c\n');
    await writeFile(join(folder, 'web.env'), 'B=1\n');
  });
  teardown(() => rm(folder, { recursive: true }));

  const read = async () => readSurroundings(await loadStack(folder, { environment: {} }));

  test('holds facts of every file, the example and a second reader', async () => {
    await writeFile(join(folder, '.env.example'), 'A=\n');
    await chmod(join(folder, '.env'), 0o600);
    const { facts, exampleText, readAsProgram } = await read();
    assert.deepEqual([...(facts ?? [])].map(([path]) => path).sort(), ['.env', 'compose.yaml', 'web.env']);
    assert.notEqual(facts?.get('.env')?.isReadableByOthers, true);
    assert.equal(exampleText, 'A=\n');
    assert.equal(readAsProgram?.('A=b#c\n')['A'], 'b');
  });
  test('without an example there is none', async () => assert.equal((await read()).exampleText, undefined));
});
