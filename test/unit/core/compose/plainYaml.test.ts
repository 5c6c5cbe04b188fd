import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { readPlainYaml } from '../../../../src/core/compose/plainYaml';
import { readAnyYaml } from '../../../../src/core/compose/yamlLibrary';
import type { SourceNode } from '../../../../src/core/compose/yamlSource';
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
    ['a text in brackets that begins with a colon', 'a: [:b]\n'],
    ['a question mark in brackets', 'a: [b?c]\n'],
    ['a document mark in brackets', 'a: [b,\n--- c]\n'],
    ['nesting without end', '['.repeat(1000) + ']'.repeat(1000)],
  ] as const)
    test(`leaves ${what} to the full reader`, () => assert.equal(readPlainYaml(text), undefined));

  test('brackets may close, and hold lines, in any column', () => {
    const root = readPlainYaml('a:\n    b: [\n  c,\nd\n ]\ne: f\n')?.root;
    assert.deepEqual(textsOf(root), ['a', 'b', 'c', 'd', 'e', 'f']);
  });
});

suite('a colon without a blank behind it, inside brackets', () => {
  for (const [text, expected] of [
    ['a: { b: c :, d: "e:", f:g: h }\n', ['a', 'b', 'c :', 'd', 'e:', 'f:g', 'h']],
    ['a: [b:, c :, "d":e, f::]\n', ['a', 'b:', 'c :', 'd', 'e', 'f::']],
    ['a: { b :, c:}\n', ['a', 'b :', '', 'c:', '']],
  ] as const)
    test(`belongs to the text: ${text.trim()}`, () => {
      const [document] = readAnyYaml(text);
      assert.deepEqual([textsOf(document?.root), document?.problems], [expected, []]);
      const plain = readPlainYaml(text);
      if (plain !== undefined) assert.deepEqual(textsOf(plain.root), expected);
    });
  for (const text of [
    'a: { b:[c] }\n',
    'a: [:b]\n',
    'a: { b: :c }\n',
    'a: [b ? c]\n',
    'a: [b?c]\n',
    'a: [??]\n',
  ])
    test(`is refused: ${text.trim()}`, () => assert.notDeepEqual(readAnyYaml(text)[0]?.problems, []));
  test('changes nothing outside brackets', () =>
    assert.deepEqual(textsOf(readAnyYaml('a: :b\nc: d ? e\nf: g:, h\n')[0]?.root), [
      ...['a', ':b', 'c', 'd ? e', 'f', 'g:, h'],
    ]));
});

/** The scalars of a tree in the order of the text. */
function textsOf(node: SourceNode | undefined): readonly string[] {
  if (node?.kind === 'scalar') return [node.value];
  if (node?.kind === 'list') return node.items.flatMap(textsOf);
  return node?.kind === 'map'
    ? node.items.flatMap(({ key, value }) => [...textsOf(key), ...textsOf(value)])
    : [];
}

/** Whether the text is plain; fails when the readers differ. */
function agrees(text: string): boolean {
  const plain = readPlainYaml(text);
  if (plain === undefined) return false;
  const full = readAnyYaml(text);
  const problems = full.flatMap((document) => document.problems);
  // Inside brackets compose looks at no column, as this reader does and the full one does not.
  if (problems.some(({ message }) => message.includes('must be sufficiently indented'))) return false;
  assert.deepEqual(problems, [], JSON.stringify(text));
  const roots = full.flatMap((document) => document.root ?? []);
  assert.deepEqual(roots, plain.root === undefined ? [] : [plain.root], JSON.stringify(text));
  return true;
}

function composeFilesIn(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.ya?ml$/.test(path))
    .map((path) => readFileSync(join(root, folder, path), 'utf8'));
}
