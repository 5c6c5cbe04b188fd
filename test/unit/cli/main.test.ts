import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../../../src/cli/main';

suite('langfuse-stack', () => {
  const run = async (argv: readonly string[], signal = new AbortController().signal) => {
    const output = { stdout: '', stderr: '' };
    const code = await main(argv, {
      stdout: (text) => void (output.stdout += text),
      stderr: (text) => void (output.stderr += text),
      environment: { DOCKER_HOST: `unix://${join(tmpdir(), 'no.sock')}` },
      signal,
    });
    return { code, ...output };
  };
  const COMMANDS = ['check', 'effective', 'probe', 'plan', 'secrets'];

  test('help goes to stdout and names every command', async () => {
    const { code, stdout, stderr } = await run(['--help']);
    assert.deepEqual([code, stderr], [0, '']);
    for (const name of COMMANDS) assert.match(stdout, new RegExp(`^  ${name} `, 'm'));
  });
  test('says its version', async () => {
    const manifest = JSON.parse(readFileSync(join(__dirname, '../../../package.json'), 'utf8')) as {
      version: string;
    };
    assert.deepEqual(await run(['--version']), {
      code: 0,
      stdout: `langfuse-stack ${manifest.version}\n`,
      stderr: '',
    });
  });
  for (const name of COMMANDS) {
    test(`${name} has help of its own, and no defaults for what it does not know`, async () => {
      const help = await run([name, '--help']);
      assert.deepEqual([help.code, help.stderr], [0, '']);
      assert.match(help.stdout, new RegExp(`^Usage: langfuse-stack ${name} `));
      const wrong = await run([name, '--nonsense']);
      assert.deepEqual([wrong.code, wrong.stdout], [2, '']);
      assert.match(wrong.stderr, /--nonsense/);
    });
  }
  for (const name of ['constructor', '__proto__', 'toString', 'chek', '']) {
    test(`"${name}" is no command`, async () => {
      const { code, stdout, stderr } = await run([name]);
      assert.deepEqual([code, stdout], [2, '']);
      assert.match(stderr, /There is no command/);
    });
  }
  test('without a command it says how to use it', async () => {
    const { code, stdout, stderr } = await run([]);
    assert.deepEqual([code, stdout], [2, '']);
    assert.match(stderr, /^Usage:/);
  });
  test('what was stopped is neither good nor a finding', async () => {
    const { code, stdout, stderr } = await run(
      ['probe', join(__dirname, '../../../samples/ai-gateway')],
      AbortSignal.abort(),
    );
    assert.deepEqual([code, stdout, stderr], [130, '', 'Stopped.\n']);
  });
});
