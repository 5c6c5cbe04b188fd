import assert from 'node:assert/strict';
import { codes, environmentOf, marked, resolveFiles, resolveService } from './project';

suite('a key of a compose file', () => {
  const gives = (name: string, body: string, expected: object): void => {
    test(name, () => {
      const project = resolveService(body);
      assert.deepEqual(codes(project), []);
      assert.deepEqual(environmentOf(project), expected);
    });
  };
  gives('may be an alias', 'environment:\n  A: &a B\n  *a : c', { A: 'B', B: 'c' });
  gives('may be an alias in brackets', 'environment: { A: &a B, *a : c }', { A: 'B', B: 'c' });
  gives('may be an alias of another key', 'labels: { &k A: 1 }\nenvironment: { *k : c }', { A: 'c' });
  gives('may be what an alias stands for', 'environment:\n  &k A: 1\n  B: *k', { A: '1', B: 'A' });
  gives('that is an alias takes the place of its text', 'environment:\n  A: &a A\n  *a : c', { A: 'c' });
  gives('may be a number with the tag of a text', 'environment: { !!str 1: c }', { 1: 'c' });

  const isRefused = (name: string, body: string, code: string, mark: string): void => {
    test(`${name} is refused`, () => {
      const project = resolveService(body);
      const files = { 'compose.yaml': `services:\n  a:\n    image: x\n${body.replaceAll(/^/gm, '    ')}\n` };
      assert.deepEqual([codes(project)[0], marked(project, files)[0]], [code, mark]);
    });
  };
  isRefused('an alias of nothing', 'environment: { *a : c }', 'compose/unresolved-alias', '*a');
  isRefused('an alias of a mapping', 'x-a: &a {}\nenvironment: { *a : c }', 'compose/schema', '*a');
  isRefused('an alias of a number', 'environment: { A: &a 1, *a : c }', 'compose/schema', '*a');
  isRefused('a text with the tag of a number', 'environment: { !!int "1": c }', 'compose/schema', '"1"');
  gives('may be written in base64', 'environment: { !!binary QQ==: c }', { A: 'c' });
  gives('is none that merges when it has the tag of a text', 'environment: { !!str <<: c }', { '<<': 'c' });
  gives('merges in quotes with the tag for that', 'x-a: &a { A: b }\nenvironment: { !!merge "<<": *a }', {
    A: 'b',
  });
  isRefused('one alias twice', 'environment: { A: &a B, *a : c, *a : d }', 'compose/duplicate-key', '*a');
});

suite('a tag', () => {
  for (const [value, expected] of [
    ['!own 0x10', '0x10'],
    ['!own ~', '~'],
    ['!own', ''],
    ['!override 1.50', '1.50'],
    ['!!own 012', '012'],
    ['! 0x10', '16'],
    ['!<!!int> 0x10', '16'],
    ['!!str 0x10', '0x10'],
    ['!!int 0x10', '16'],
    ['!!binary w6kkJE8=', 'é$O'],
    ['!!binary |\n    YQ\n    ==', 'a'],
    ['!!binary ""', ''],
  ])
    test(`of ${value ?? ''} gives ${expected ?? ''}`, () => {
      const project = resolveService(`environment:\n  A: ${value ?? ''}`);
      assert.deepEqual([codes(project), environmentOf(project)], [[], { A: expected }]);
    });
  test('of base64 that is none is refused', () => {
    for (const value of ['a', 'YQ', 'YQ=', 'YQ== YQ==', '"é"'])
      assert.deepEqual(
        codes(resolveService(`environment: { A: !!binary ${value} }`)),
        ['compose/yaml-syntax'],
        value,
      );
  });
});

test('an anchor stands for later documents of its file too', () => {
  const text = 'x-a: &a { A: b }\n---\nservices:\n  a:\n    image: x\n    environment: *a\n';
  const project = resolveFiles({ 'compose.yaml': text });
  assert.deepEqual([codes(project), environmentOf(project)], [[], { A: 'b' }]);
});
