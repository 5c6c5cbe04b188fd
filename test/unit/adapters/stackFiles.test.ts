import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { devNull, tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadStack, readStack } from '../../../src/adapters/stackFiles';
import { UserError } from '../../../src/core/userError';
import { noteKind } from '../support/checkedKinds';

suite('loading a stack from disk', () => {
  let folder: string;
  setup(async () => (folder = await mkdtemp(join(tmpdir(), 'stack-'))));
  teardown(() => rm(folder, { recursive: true }));

  const write = (path: string, text: string | Buffer): Promise<void> => writeFile(join(folder, path), text);
  const load = (overlay?: ReadonlyMap<string, string>) =>
    loadStack(folder, { environment: {}, ...(overlay && { overlay }) });

  test('texts are those of the files that were read, also outside the folder', async () => {
    await mkdir(join(folder, 'inner'));
    await write('inner/compose.yaml', 'services: {a: {image: "x:$V", env_file: ../shared.env}}\n');
    await write('inner/.env', 'V=1\n');
    await write('shared.env', 'A=1\n');
    const { texts, project } = await loadStack(join(folder, 'inner'), { environment: {} });
    assert.deepEqual([...texts.keys()].sort(), ['../shared.env', '.env', 'compose.yaml']);
    assert.deepEqual([project.name, project.problems], ['inner', []]);
    noteKind('compose/unreadable-file', 'nearly');
  });
  test('an unsaved text wins over the disk, also for a file that is not there yet', async () => {
    await write('compose.yaml', 'services: {a: {image: "x:$V"}}\n');
    const { project } = await load(new Map([[join(folder, '.env'), 'V=unsaved\n']]));
    assert.equal(project.services.get('a')?.image?.value, 'x:unsaved');
  });
  test('a binary file and a folder in the place of a file are problems', async () => {
    await write('compose.yaml', 'services: {a: {image: x, env_file: bin.env}}\n');
    await write('bin.env', Buffer.from([65, 61, 0, 1]));
    await mkdir(join(folder, '.env'));
    const { project } = await load();
    assert.deepEqual(
      project.problems.map(({ code, path }) => [code, path]),
      [
        ['compose/unreadable-file', '.env'],
        ['compose/unreadable-file', 'bin.env'],
      ],
    );
    noteKind('compose/unreadable-file', 'fires');
  });
  test('what the system cannot open is a problem of that file', async () => {
    await symlink('.env', join(folder, '.env'));
    await write(
      'compose.yaml',
      `services: {a: {image: x, env_file: [${'z'.repeat(300)}, utf16.env, /dev/null]}}\n`,
    );
    await write('utf16.env', Buffer.from('\uFEFFA=1\n', 'utf16le'));
    const { project } = await load();
    assert.deepEqual(
      project.problems.map(({ code, message }) => [code, message.replace(/^.* cannot be read: /, '')]),
      [
        ['compose/unreadable-file', 'it is a link that leads back to itself.'],
        ['compose/unreadable-file', 'the system says ENAMETOOLONG.'],
        ['compose/unreadable-file', 'it is written in UTF-16. Save it as UTF-8.'],
      ],
    );
  });
  test('bytes that are no UTF-8 are a problem of that file, and its neighbours are read', async () => {
    await write('compose.yaml', 'services: {a: {image: "x:$V", env_file: half.env}}\n');
    await write('half.env', Buffer.from([65, 61, 10, 66, 61, 0xc3, 10]));
    await write('.env', 'V=1\n');
    const { project } = await load();
    assert.deepEqual(
      project.problems.map(({ path, message }) => [path, /line (\d+)/.exec(message)?.[1]]),
      [['half.env', '2']],
    );
    assert.equal(project.services.get('a')?.image?.value, 'x:1');
  });
  test('a byte order mark is no part of the text, as in an editor', async () => {
    await write('compose.yaml', '\ufeffservices: {a: {image: x}}\n');
    await write('.env', '\ufeffA=1\n');
    const { texts, project } = await load();
    assert.deepEqual([...texts.values()].map((text) => text[0]).sort(), ['A', 's']);
    assert.deepEqual(project.problems, []);
  });
  test('a file that is gone again is one that does not exist', async () => {
    await write('compose.yaml', 'services: {a: {image: x, env_file: gone.env}}\n');
    await symlink(join(folder, 'nowhere'), join(folder, 'gone.env'));
    assert.deepEqual(
      (await load()).project.problems.map(({ code }) => code),
      ['compose/env-file-missing'],
    );
  });
  test('a pipe is not waited for', async () => {
    await write('compose.yaml', 'services: {a: {image: x}}\n');
    execFileSync('mkfifo', [join(folder, '.env')]);
    assert.deepEqual(
      (await load()).project.problems.map(({ path, code }) => [path, code]),
      [['.env', 'compose/unreadable-file']],
    );
  });
  test('what is no ordinary file is not read: it may have no end', async () => {
    await write('compose.yaml', `services: {a: {image: x, env_file: [socket.env, ${devNull}]}}\n`);
    const server = createServer().listen(join(folder, 'socket.env'));
    try {
      const { project } = await load();
      assert.deepEqual(
        project.problems.map(({ code, path }) => [code, path]),
        [['compose/unreadable-file', 'socket.env']],
      );
    } finally {
      await new Promise((done) => server.close(done));
    }
  });
  test('a huge file is not read', async () => {
    await write('compose.yaml', '#'.repeat(5_000_000));
    assert.deepEqual(
      (await load()).project.problems.map(({ code }) => code),
      ['compose/unreadable-file'],
    );
  });
  test('nor is a huge text that is not saved', async () => {
    await write('compose.yaml', 'services: {a: {image: x}}\n');
    const { project } = await load(new Map([[join(folder, '.env'), `A=${'x'.repeat(3_000_000)}\n`]]));
    assert.deepEqual(
      project.problems.map(({ code, path }) => [code, path]),
      [['compose/unreadable-file', '.env']],
    );
  });
  test('a folder without a compose file is refused with the next step', () =>
    assert.rejects(load(), (error) => error instanceof UserError && error.message.includes('compose.yaml')));
  test('its .env can still be read', async () => {
    await write('.env', 'A=1\n');
    const { project } = await readStack(folder, { environment: {} });
    assert.equal(project.envFile.get('A')?.value, '1');
  });
  test('a folder that is none is refused', async () => {
    await write('file', '');
    await assert.rejects(loadStack(join(folder, 'file'), { environment: {} }), UserError);
    await assert.rejects(loadStack(join(folder, 'missing'), { environment: {} }), UserError);
  });
});
