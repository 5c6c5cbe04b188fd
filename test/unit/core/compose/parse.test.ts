import assert from 'node:assert/strict';
import { codes, environmentOf, marked, resolveService } from './project';

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
  isRefused('one alias twice', 'environment: { A: &a B, *a : c, *a : d }', 'compose/duplicate-key', '*a');
});
