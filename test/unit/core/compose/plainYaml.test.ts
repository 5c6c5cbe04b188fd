import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { readPlainYaml } from '../../../../src/core/compose/plainYaml';
import { readAnyYaml } from '../../../../src/core/compose/yamlLibrary';
import { mutated, yamlPieces } from '../../../robust/texts';

const root = join(import.meta.dirname, '../../../..');

suite('the reader of plain YAML', () => {
  const texts = [...composeFilesIn('samples'), ...composeFilesIn('test/fixtures')];

  test('reads the samples, and stacks as Langfuse publishes them, without the full reader', () => {
    for (const text of [...composeFilesIn('samples'), ...composeFilesIn('test/fixtures/langfuse')])
      assert.notEqual(readPlainYaml(text), undefined, text.slice(0, 200));
  });
  test('reads every file as the full reader does, or leaves it to that', () => {
    const plain = texts.filter(agrees);
    assert.ok(plain.length > texts.length / 2, `${plain.length} of ${texts.length} are plain`);
  });
  test('agrees with the full reader on files with slips', () => {
    const short = texts.filter((text) => text.length < 2000);
    let plain = 0;
    fc.assert(
      fc.property(mutated(short, yamlPieces), (text) => {
        if (agrees(text)) plain++;
      }),
      { seed: 3, numRuns: 3000 },
    );
    assert.ok(plain > 500, `only ${plain} were plain`);
  });
  test('agrees with the full reader on heaps of YAML signs', () => {
    let plain = 0;
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...yamlPieces), { maxLength: 14 }), (pieces) => {
        if (agrees(pieces.join(''))) plain++;
      }),
      { seed: 3, numRuns: 3000 },
    );
    assert.ok(plain > 200, `only ${plain} were plain`);
  });

  for (const [what, text] of [
    ['a tab as indentation', 'a:\n\tb: 1\n'],
    ['a value of several lines', 'a: b\n  c\n'],
    ['a second document', 'a: b\n---\nc: d\n'],
    ['a colon inside a value', 'a: b: c\n'],
    ['brackets that stay open', 'a: [b\n'],
    ['a tag of its own', 'a: !!int 1\n'],
    ['a key that is marked', '? a\n: b\n'],
    ['an entry out of its column', 'a:\n  b: 1\n c: 2\n'],
    ['a control character', 'a: "\u0001"\n'],
    ['nesting without end', '['.repeat(1000) + ']'.repeat(1000)],
  ] as const)
    test(`leaves ${what} to the full reader`, () => assert.equal(readPlainYaml(text), undefined));
});

/** Whether the text is plain; fails when the readers differ. */
function agrees(text: string): boolean {
  const plain = readPlainYaml(text);
  if (plain === undefined) return false;
  const full = readAnyYaml(text);
  assert.deepEqual(
    full.flatMap(({ problems }) => problems),
    [],
    JSON.stringify(text),
  );
  const roots = full.flatMap((document) => document.root ?? []);
  assert.deepEqual(roots, plain.root === undefined ? [] : [plain.root], JSON.stringify(text));
  return true;
}

function composeFilesIn(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.ya?ml$/.test(path))
    .map((path) => readFileSync(join(root, folder, path), 'utf8'));
}
