import assert from 'node:assert/strict';
import { findTooDeep } from '../../../../src/core/compose/yamlDepth';
import { recoverYaml } from '../../../../src/core/compose/yamlLibrary';
import { codes, marked, resolveFiles } from './project';

suite('YAML that is broken', () => {
  const keysOf = (text: string): readonly string[] => {
    const root = recoverYaml(text)[0];
    const items = root?.kind === 'map' ? root.items : [];
    return items.map(({ key }) => (key.kind === 'scalar' ? key.value : key.kind));
  };
  test('has no key where a value stands', () => assert.deepEqual(keysOf('a: - b\nc: d\n'), ['a', 'c']));
  test('has no key that begins on the line before', () =>
    assert.deepEqual(keysOf('a: - b\n  c: d\ne: f\n'), ['a', 'c', 'e']));
  test('says once what compose refuses', () => {
    const files = { 'compose.yaml': 'services:\n  a: { image: [x }\n  b: { image: y }\nvolumes: { v: }\n' };
    const project = resolveFiles(files);
    assert.deepEqual([codes(project)[0], marked(project, files)[0]], ['compose/yaml-syntax', '}']);
    assert.equal(codes(project).filter((code) => code === 'compose/yaml-syntax').length, 1);
    assert.ok(project.volumes.has('v'));
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
