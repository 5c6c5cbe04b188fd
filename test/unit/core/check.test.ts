import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Level } from '../../../src/core/severityLevels';
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

  suite('what compose refuses', () => {
    const codes = (files: Files, levels: Readonly<Record<string, Level>> = {}) =>
      checkFiles(files, {}, new Map(Object.entries(levels))).map(({ code }) => code);
    const compose =
      'services:\n  web:\n    image: app:1\n    ports: ["99999:1"] # langfuse-stack-disable-line\n';

    test('is hidden by no comment, and by no level for a prefix', () => {
      const refused = codes({ 'compose.yaml': `# langfuse-stack-disable-file\n${compose}` });
      assert.deepEqual(refused, ['compose/invalid-port']);
      assert.deepEqual(
        codes({ 'compose.yaml': `# langfuse-stack-disable-file\n${compose}` }, { 'compose/*': 'off' }),
        refused,
      );
    });
    test('is hidden by a level for its own code', () =>
      assert.deepEqual(
        codes(
          { 'compose.yaml': `# langfuse-stack-disable-file\n${compose}` },
          { 'compose/invalid-port': 'off' },
        ),
        [],
      ));
  });

  test('a comment counts where it is one, not in the text of a value', () => {
    const shown = (env: string, compose = 'services: {}\n') =>
      checkFiles({ 'compose.yaml': compose, '.env': env }).map(({ code }) => code);
    const file = '# langfuse-stack-disable-file';
    assert.deepEqual(shown(`${file}\nA=1\nA=2\n`), []);
    assert.ok(shown(`A=1\nA="x\n${file}"\n`).includes('env/duplicate-key'));
    const yaml = (text: string) =>
      `version: "3"\nservices:\n  web:\n    image: app:1\n    command: ${text}\n`;
    assert.ok(!shown('', yaml(`x ${file}`)).includes('compose/obsolete-version'));
    for (const text of [`|\n      ${file}\n      x`, `"x\n      ${file}"`])
      assert.ok(shown('', yaml(text)).includes('compose/obsolete-version'), text);
  });

  test('of very many findings alike the first are shown, and the others counted', () => {
    const found = (count: number) =>
      checkFiles({ 'compose.yaml': 'services: {}\n', '.env': 'A=1\n'.repeat(count + 1) }).filter(
        ({ code }) => code === 'env/duplicate-key',
      );
    assert.equal(found(101).length, 101);
    assert.doesNotMatch(found(101)[100]!.message, /more/);
    assert.equal(found(5000).length, 101);
    assert.match(found(5000)[100]!.message, /4900 times more/);
    assert.equal(found(5000)[100]!.span.start, 400);
  });
});
