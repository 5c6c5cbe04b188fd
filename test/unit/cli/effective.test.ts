import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UsageError } from '../../../src/cli/command';
import { effectiveCommand } from '../../../src/cli/effective';

suite('langfuse-stack effective', () => {
  let folder: string;
  setup(async () => {
    folder = await mkdtemp(join(tmpdir(), 'effective-'));
    await writeFile(
      join(folder, 'compose.yaml'),
      'services:\n  a:\n    image: x:${TAG:-1}\n    environment:\n      - PLAIN=$FROM_ENV\n      - DB_PASSWORD\n      - HOST\n      - NO\n',
    );
    await writeFile(join(folder, '.env'), 'FROM_ENV=file\n\nDB_PASSWORD=hush\nHOST=file\nBARE\n');
  });
  teardown(() => rm(folder, { recursive: true }));

  const run = async (...args: string[]): Promise<{ readonly code: number; readonly output: string }> => {
    let output = '';
    const code = await effectiveCommand.run(args, {
      stdout: (text) => (output += text),
      stderr: (text) => (output += text),
      environment: { HOST: 'shell' },
      signal: new AbortController().signal,
    });
    return { code, output };
  };

  test('JSON says what each container gets and from where', async () => {
    const { code, output } = await run('--format', 'json', '--reveal', folder);
    assert.equal(code, 0);
    assert.deepEqual(JSON.parse(output), {
      folders: [
        {
          folder,
          errors: [],
          env: { FROM_ENV: 'file', DB_PASSWORD: 'hush', HOST: 'file', BARE: null },
          services: {
            a: {
              image: 'x:1',
              environment: {
                PLAIN: { value: 'file', origin: 'compose.yaml:5' },
                DB_PASSWORD: { value: 'hush', origin: '.env:3' },
                HOST: { value: 'shell', origin: 'shell' },
                NO: { value: null, origin: 'compose.yaml:8' },
              },
            },
          },
        },
      ],
    });
  });
  for (const format of ['json', 'text']) {
    test(`secrets stay hidden in ${format}`, async () => {
      const { output } = await run('--format', format, folder);
      assert.match(output, /DB_PASSWORD/);
      assert.doesNotMatch(output, /hush/);
    });
  }
  test('a folder that does not load has errors and does not stop the others', async () => {
    const broken = await mkdtemp(join(tmpdir(), 'effective-'));
    await writeFile(join(broken, 'compose.yaml'), 'services: {a: {image: x}}\n');
    await writeFile(join(broken, '.env'), 'A=1\nB="open\n');
    try {
      const { code, output } = await run('--format', 'json', join(folder, 'missing'), broken, folder);
      const { folders } = JSON.parse(output) as { folders: { errors: { path: string; line: number }[] }[] };
      assert.equal(code, 1);
      assert.deepEqual(
        folders.map(({ errors }) => errors.map(({ path, line }) => `${path}:${line}`)),
        [[':0'], ['.env:3'], []],
      );
    } finally {
      await rm(broken, { recursive: true });
    }
  });
  test('wrong usage is said', async () => {
    await assert.rejects(run(), UsageError);
    await assert.rejects(run('--format', 'xml', folder), UsageError);
  });
});
