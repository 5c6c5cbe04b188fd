import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Files } from '../support/checkRule';
import { checkFiles } from '../support/checkRule';

suite('check', () => {
  const sample = (name: string): Files => {
    const folder = join(__dirname, '../../../samples', name);
    return Object.fromEntries(
      readdirSync(folder)
        .filter((file) => /\.ya?ml$|^\.env$/.test(file))
        .map((file) => [file, readFileSync(join(folder, file), 'utf8')]),
    );
  };

  test('orders by path and place, and says nothing twice', () => {
    const files = {
      'compose.yaml':
        'x-e: &e\n  SALT: mysalt\nservices:\n  web:\n    image: langfuse/langfuse:3\n    environment: *e\n  worker:\n    image: langfuse/langfuse-worker:3\n    environment: *e\n',
      '.env': 'B=1\nA=1\nA=2\nB=2\n',
    };
    const diagnostics = checkFiles(files);
    assert.deepEqual(
      diagnostics.filter(({ path }) => path === '.env').map(({ span }) => span.start),
      [0, 4, 8, 12],
    );
    assert.equal(diagnostics.filter(({ code }) => code === 'secrets/sample-value').length, 1);
    assert.equal(diagnostics[0]?.path, '.env');
  });
  test('the sample that works is clean once its secrets exist', () => {
    const files = sample('ai-gateway');
    const needed = [...(files['compose.yaml'] ?? '').matchAll(/\$\{(\w+):\?/g)].map(([, name]) => name);
    const env = [...new Set(needed)]
      .map((name, index) => `${name}=${String(index).padStart(64, 'a')}\n`)
      .join('');
    assert.deepEqual(checkFiles({ ...files, '.env': env }), []);
  });
  test('never throws, whatever the files hold', () => {
    for (const text of [
      '',
      '\0',
      '- a',
      'services: [',
      'services:\n  a: *b',
      '<<: 1',
      '\ufeffservices:\n  web: {image: langfuse/langfuse}',
    ])
      assert.ok(Array.isArray(checkFiles({ 'compose.yaml': text, '.env': text })));
  });
});
