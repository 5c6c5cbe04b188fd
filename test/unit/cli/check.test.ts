import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkCommand } from '../../../src/cli/check';
import { UsageError } from '../../../src/cli/command';

suite('langfuse-stack check', () => {
  let root: string;
  setup(async () => {
    root = await mkdtemp(join(tmpdir(), 'check-'));
    for (const [name, env] of [
      ['good', 'A=1\n'],
      ['bad', 'A=1\nA=2\n'],
    ] as const) {
      await mkdir(join(root, name));
      await writeFile(join(root, name, 'compose.yaml'), 'services: {}\n');
      await writeFile(join(root, name, '.env'), env);
    }
    await mkdir(join(root, 'empty'));
  });
  teardown(() => rm(root, { recursive: true }));

  const run = async (...args: string[]) => {
    let stdout = '';
    let stderr = '';
    const code = await checkCommand.run(args, {
      stdout: (text) => (stdout += text),
      stderr: (text) => (stderr += text),
      environment: {},
      signal: new AbortController().signal,
    });
    return { code, stdout, stderr };
  };
  const paths = (stdout: string) =>
    (JSON.parse(stdout) as { diagnostics: { path: string }[] }).diagnostics.map(({ path }) => path);

  test('exits with 0 where nothing is found', async () => {
    const { code, stdout } = await run('--format', 'json', join(root, 'good'));
    assert.equal(code, 0);
    assert.deepEqual(paths(stdout), []);
  });
  test('exits with 1 on findings, whose paths are relative to the folder', async () => {
    const { code, stdout } = await run('--format=json', join(root, 'bad'));
    assert.equal(code, 1);
    assert.deepEqual(paths(stdout), ['.env']);
  });
  test('a finding below the threshold is not printed and does not count', async () => {
    const { code, stdout } = await run('--severity', 'error', '--format', 'json', join(root, 'bad'));
    assert.equal(code, 0);
    assert.deepEqual(paths(stdout), []);
  });
  test('a level changes how grave a code is, or silences it', async () => {
    const severities = async (...args: string[]) => {
      const { code, stdout } = await run('--format', 'json', ...args, join(root, 'bad'));
      const { diagnostics } = JSON.parse(stdout) as { diagnostics: { severity: string }[] };
      return [code, ...diagnostics.map(({ severity }) => severity)];
    };
    assert.deepEqual(await severities(), [1, 'warning']);
    assert.deepEqual(await severities('--level', 'env/duplicate-key=error'), [1, 'error']);
    assert.deepEqual(await severities('--level', 'env/*=off'), [0]);
    assert.deepEqual(await severities('--level', 'env/*=off', '--level', 'env/duplicate-key=info'), [
      1,
      'info',
    ]);
    for (const wrong of [
      'env/duplicate-key',
      'duplicate-key=off',
      'env/*=loud',
      '=off',
      'env/duplicate-keys=off',
      'emv/*=off',
    ])
      await assert.rejects(run('--level', wrong, root), UsageError);
  });
  test('several folders stand before the paths, with or without a slash at the end', async () => {
    const { stdout } = await run('--format', 'json', join(root, 'good'), `${join(root, 'bad')}/`);
    assert.deepEqual(paths(stdout), [`${root}/bad/.env`]);
  });
  test('a folder without a compose file is an error that does not stop the others', async () => {
    const { code, stdout, stderr } = await run('--format', 'json', join(root, 'empty'), join(root, 'bad'));
    assert.equal(code, 2);
    assert.deepEqual(paths(stdout), [`${root}/bad/.env`]);
    assert.match(stderr, /empty/);
  });
  test('a folder that nobody can read is not without problems', async () => {
    const { code, stdout } = await run(join(root, 'nowhere'));
    assert.deepEqual([code, stdout], [2, '']);
  });
  test('a .env that cannot be read is one finding, not one for each variable it may set', async () => {
    const folder = join(root, 'empty');
    await writeFile(join(folder, 'compose.yaml'), 'services: {a: {image: "x:$A$B"}}\n');
    await mkdir(join(folder, '.env'));
    assert.deepEqual(paths((await run('--format', 'json', folder)).stdout), ['.env']);
  });
  test('wrong usage is named', async () => {
    await assert.rejects(run(), UsageError);
    await assert.rejects(run('--format', 'xml', root), UsageError);
    await assert.rejects(run('--severity', 'fatal', root), UsageError);
    await assert.rejects(run('--fast', root), UsageError);
  });
});
