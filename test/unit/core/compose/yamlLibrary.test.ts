import assert from 'node:assert/strict';
import { findTooDeep } from '../../../../src/core/compose/yamlDepth';
import { readAnyYaml } from '../../../../src/core/compose/yamlLibrary';
import { codes, marked, resolveFiles } from './project';

const check = (text: string) => {
  const files = { 'compose.yaml': text };
  const project = resolveFiles(files);
  return [codes(project), marked(project, files)];
};

suite('YAML that compose refuses and the library takes', () => {
  test('a control character', () =>
    assert.deepEqual(check('services: {a: {image: "x\u0001"}}\n'), [['compose/yaml-syntax'], ['\u0001']]));
  test('a version other than 1.1', () =>
    assert.deepEqual(check('%YAML 1.2\n---\nservices: {a: {image: x}}\n'), [
      ['compose/yaml-syntax'],
      ['%YAML 1.2'],
    ]));
  test('1.1 is fine', () => assert.deepEqual(check('%YAML 1.1\n---\nservices: {a: {image: x}}\n'), [[], []]));
});

suite('YAML that is broken', () => {
  const keysOf = (text: string): readonly string[] => {
    const root = readAnyYaml(text)[0]?.root;
    const items = root?.kind === 'map' ? root.items : [];
    return items.map(({ key }) => (key.kind === 'scalar' ? key.value : key.kind));
  };
  test('has no key where a value stands', () => assert.deepEqual(keysOf('a: - b\nc: d\n'), ['a', 'c']));
  test('has no key that begins on the line before', () =>
    assert.deepEqual(keysOf('a: - b\n  c: d\ne: f\n'), ['a', 'c', 'e']));
  test('is not quoted in what is said of it', () => {
    const problems = readAnyYaml('a: ]\nb: hidden\n').flatMap((document) => document.problems);
    assert.ok(problems.length > 0 && problems.every(({ message }) => !message.includes('hidden')));
  });
});

suite('YAML that is nested deeply', () => {
  for (const [what, text] of [
    ['brackets', `a: ${'['.repeat(10_000)}${']'.repeat(10_000)}`],
    ['braces that stay open', '{'.repeat(10_000)],
    ['mappings in braces', `a: ${'{a: '.repeat(10_000)}`],
    ['dashes', '- '.repeat(10_000)],
    ['steps to the right', Array.from({ length: 1000 }, (_, i) => `${' '.repeat(i)}a:\n`).join('')],
    [
      'aliases in aliases',
      `x0: &l0 [a]\n${Array.from({ length: 1000 }, (_, i) => `x${i + 1}: &l${i + 1} [*l${i}]\n`).join('')}`,
    ],
  ] as const)
    test(`is a finding: ${what}`, () =>
      assert.ok(codes(resolveFiles({ 'compose.yaml': text })).includes('compose/too-deep')));

  test('the place is where the limit is passed', () => assert.equal(findTooDeep('a: [[[[b]]]]', 3), 5));
  test('what stands side by side is not deep', () =>
    assert.equal(findTooDeep('a: [b]\nc:\n  - d\n'.repeat(100), 5), undefined));
});
