import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { parseAllDocuments } from 'yaml';
import { readYaml } from '../../../../../src/core/compose/yaml/readYaml';
import { recoverYaml } from '../../../../../src/core/compose/yamlLibrary';
import type { SourceNode } from '../../../../../src/core/compose/yamlSource';
import { mutated, yamlPieces } from '../../../../robust/texts';

const root = join(import.meta.dirname, '../../../../..');

suite('YAML that all readers read alike', () => {
  const texts = [...composeFilesIn('samples'), ...composeFilesIn('test/fixtures')];

  test('files have the tree that another reader makes of them', () => {
    const common = texts.filter(agrees);
    assert.ok(common.length > texts.length * 0.9, `${common.length} of ${texts.length} are common YAML`);
  });
  test('and so have files with slips', () => {
    const short = texts.filter((text) => text.length < 2000);
    assert.ok(countCommon(mutated(short, yamlPieces)) > 500);
  });
  test('and heaps of YAML signs', () => {
    const heaps = fc
      .array(fc.constantFrom(...yamlPieces), { maxLength: 14 })
      .map((pieces) => pieces.join(''));
    assert.ok(countCommon(heaps) > 100);
  });
});

suite('values as compose reads them', () => {
  for (const [what, text, expected] of [
    ['quotes close at any indentation', 'a:\n  b: "c\nd"\n', 'c d'],
    ['single quotes too', "a:\n  b: 'c\n\n d'\n", 'c\nd'],
    ['a comment sign inside of quotes is text', 'a:\n  b: "c\n # d"\n', 'c # d'],
    ['a backslash takes the end of its line away', 'a: "b \\\n  c"\n', 'b c'],
    ['and keeps the line ends behind it', 'a: "b\\\n\n  c"\n', 'b\nc'],
    ['an escaped blank at the end of a line stays', 'a: "b\\ \n  c"\n', 'b  c'],
    ['a quote may be escaped that needs no escape', 'a: "\\\'"\n', "'"],
    ['escapes stand for characters', 'a: "\\x41\\u00e9\\U0001F600\\e\\_\\N"\n', 'Aé😀\x1b\xa0\x85'],
    ['doubled quotes are one', "a: 'b''c'\n", "b'c"],
    ['a text goes on over lines', 'a: b\n  c\n\n  d\n', 'b c\nd'],
    ['tabs may follow the indentation', 'a: b\n  \tc\n', 'b c'],
    ['a text in brackets goes on at any indentation', 'a:\n  b: [c\nd, e]\n', 'c d'],
    ['a comment may hug a quote', 'a: "b"#c\n', 'b'],
    ['and a bracket', 'a: [b]#c\n', 'b'],
    ['and the sign of a block of text', 'a: |#c\n  b\n', 'b\n'],
    ['but not a text without quotes', 'a: b#c\n', 'b#c'],
    ['a CR ends a line', 'a: "b\rc"\rd: e\r', 'b c'],
    ['so does NEL', 'a: b\x85d: e\n', 'b'],
    ['a line separator stays in the text', 'a: "b\u2028c"\n', 'b\u2028c'],
    ['a block keeps its line ends', 'a: |\n  b\n   c\n\n  d\n\n', 'b\n c\n\nd\n'],
    ['or folds them', 'a: >\n  b\n  c\n\n  d\n   e\n  f\n', 'b c\nd\n e\nf\n'],
    ['or keeps those at the end', 'a: |+\n  b\n\n', 'b\n\n'],
    ['or drops them', 'a: |-\n  b\n\n', 'b'],
    ['a digit tells the indentation', 'a: |1\n  b\n', ' b\n'],
    ['a block at the end of the file has no line end to keep', 'a: |\n  b', 'b'],
    ['a colon behind an anchor belongs to the text', 'a: &b:c d\n', ':c d'],
    ['a colon before a bracket belongs to the text', 'a: [b:, c]\n', 'b:'],
    ['a comment may stand in a row of comments behind a tab', 'a: #b\n\t#c\n  d\n', 'd'],
  ] as const)
    test(what, () => assert.equal(valuesOf(text)[1 + Number(text.startsWith('a:\n'))], expected));

  test('a tag gets its prefix from a directive', () =>
    assert.equal(rootOf('%TAG !e! tag:e.com,2026:\n---\n!e!a b\n')?.tag, 'tag:e.com,2026:a'));
  test('an own tag is as written, a standard one in full', () => {
    assert.equal(rootOf('!reset\n')?.tag, '!reset');
    assert.equal(rootOf('!!str a\n')?.tag, 'tag:yaml.org,2002:str');
    assert.equal(rootOf('!<tag:yaml.org,2002:str> a\n')?.tag, 'tag:yaml.org,2002:str');
  });
  test('documents follow each other', () => {
    const result = readYaml('a: b\n...\n---\nc: d\n---\n');
    assert.deepEqual(result.kind === 'documents' && result.documents.map((each) => textsOf(each.root)), [
      ...[['a', 'b'], ['c', 'd'], ['']],
    ]);
  });
  test('a text without content has no documents', () => {
    for (const text of ['', '\n', '# a\n', '\ufeff'])
      assert.deepEqual(readYaml(text), { kind: 'documents', documents: [] });
  });
  test('what is not written is where it would stand', () => {
    const [, value] = scalarsOf(rootOf('a:  # b\nc:\n  -\n'));
    assert.deepEqual([value?.start, value?.end], [2, 2]);
  });
});

suite('texts that compose refuses', () => {
  for (const [what, text, marked] of [
    ['a tab that indents a key', 'a:\n\tb: c\n', '\t'],
    ['a line of nothing but a tab', 'a: b\n\t\nc: d\n', '\t'],
    ['a tab that indents a block of text', 'a: |\n\tb\n', '\t'],
    ['a tab behind a dash', 'a:\n  -\tb\n', '\t'],
    ['an escaped slash', 'a: "b\\/c"\n', '\\/'],
    ['half of a pair of surrogates', 'a: "\\ud83d\\ude00"\n', '\\ud83d'],
    ['a dot in the name of an anchor', 'a: &b.c d\n', '&'],
    ['an unknown directive', '%A b\n---\nc: d\n', '%A b'],
    ['another version', '%YAML 1.2\n---\na: b\n', '%YAML 1.2'],
    ['a version that stands twice', '%YAML 1.1\n%YAML 1.1\n---\na: b\n', '%YAML 1.1'],
    ['a control character', 'a: "\u0001"\n', '\u0001'],
    ['a handle without a directive', 'a: !b!c d\n', '!b!c'],
    ['a key behind a key', 'a: b: c\n', 'b:'],
    ['a list behind a key', 'a: - b\n', '-'],
    ['a text that runs on into a key', 'a: b\n  c: d\n', 'b\n  c:'],
    ['a key without a colon', 'a: b\nc\nd: e\n', 'c'],
    ['a key out of its column', 'a:\n  b: c\n d: e\n', 'd:'],
    ['a quote that stays open', 'a: "b\n', '"'],
    ['a document mark in quotes', 'a: "b\n---\nc"\n', '"'],
    ['a document mark in brackets', 'a: [b,\n--- c]\n', '---'],
    ['brackets that stay open', 'a: [b\n', '['],
    ['brackets that a later line shows to be open', 'a: { b: c\nd: e\n', '{'],
    ['two items without a comma', 'a: ["b" "c"]\n', '"c"'],
    ['a question mark in brackets', 'a: [b?c]\n', '?'],
    ['a colon that begins a text in brackets', 'a: [:b]\n', ':'],
    ['text behind the sign of a block', 'a: | b\n', '|'],
    ['a text without the quotes that it needs', 'a: @b\n', '@'],
    ['a second document that nothing announces', 'a: b\n...\nc: d\n', 'c:'],
    ['text behind a quote', 'a: "b" c\n', 'c'],
    ['a key of too many characters', `${'a'.repeat(1025)}: b\n`, `${'a'.repeat(1025)}:`],
  ] as const)
    test(what, () => {
      const result = readYaml(text);
      assert.ok(result.kind === 'refused');
      const { start, end } = result.problem.span;
      assert.equal(text.slice(start, end), marked);
    });

  test('are not quoted in what is said of them', () => {
    const hidden = 'hidden';
    for (const text of [
      `a: "b" ${hidden}\n`,
      `a: &${hidden}.\n`,
      `a: !${hidden}!b c\n`,
      `a: *b\n${hidden}\n`,
    ]) {
      const result = readYaml(text);
      assert.ok(result.kind === 'refused' && !result.problem.message.includes(hidden), text);
    }
  });
  test('nesting without end is too deep, whatever follows', () => {
    for (const text of ['['.repeat(1000), '- '.repeat(1000), '{a: '.repeat(1000), '? '.repeat(1000)]) {
      const result = readYaml(text);
      assert.ok(result.kind === 'refused' && result.problem.kind === 'too-deep', text.slice(0, 10));
    }
  });
});

function countCommon(texts: fc.Arbitrary<string>): number {
  let common = 0;
  fc.assert(
    fc.property(texts, (text) => {
      if (agrees(text)) common++;
    }),
    { seed: 3, numRuns: 3000 },
  );
  return common;
}

/** Whether the text is YAML to both readers, and neither differs on purpose; fails when their trees differ. */
function agrees(text: string): boolean {
  // The library has other places for keys that are marked and for nothing, and skips a mark within the file.
  if (/\?\s|\r(?!\n)|(?:---|[!&]\S*)[ \t]+(?:#.*)?\r?\n|\n\ufeff/.test(text) || !text.endsWith('\n'))
    return false;
  const result = readYaml(text);
  const documents = parseAllDocuments(text, { schema: 'failsafe', uniqueKeys: false });
  if (result.kind === 'refused' || documents.some(({ errors }) => errors.length > 0)) return false;
  const roots = result.documents.flatMap((document) => document.root ?? []);
  if (roots.flatMap(scalarsOf).some(({ style, value }) => style === 'block' && value.trim() === ''))
    return false;
  assert.deepEqual(roots, recoverYaml(text), JSON.stringify(text));
  return true;
}

function rootOf(text: string): SourceNode | undefined {
  const result = readYaml(text);
  assert.ok(result.kind === 'documents', JSON.stringify(result));
  return result.documents[0]?.root;
}

function scalarsOf(node: SourceNode | undefined): readonly (SourceNode & { readonly kind: 'scalar' })[] {
  if (node?.kind === 'scalar') return [node];
  if (node?.kind === 'list') return node.items.flatMap(scalarsOf);
  return node?.kind === 'map'
    ? node.items.flatMap(({ key, value }) => [...scalarsOf(key), ...scalarsOf(value)])
    : [];
}

function textsOf(node: SourceNode | undefined): readonly string[] {
  return scalarsOf(node).map(({ value }) => value);
}

function valuesOf(text: string): readonly string[] {
  return textsOf(rootOf(text));
}

function composeFilesIn(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.ya?ml$/.test(path))
    .map((path) => readFileSync(join(root, folder, path), 'utf8'));
}
