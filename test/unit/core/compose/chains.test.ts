import assert from 'node:assert/strict';
import { codes, resolveFiles, service } from './project';

const LENGTH = 5_000;
const services = (of: (i: number) => string): string =>
  `services:\n${Array.from({ length: LENGTH }, (_, i) => `  s${i}: {image: x, ${of(i)}}\n`).join('')}`;

suite('chains as long as a file', () => {
  test('of services that wait for each other', () => {
    const project = resolveFiles({ 'compose.yaml': services((i) => `depends_on: [s${(i + 1) % LENGTH}]`) });
    assert.deepEqual(codes(project), ['compose/cycle']);
  });
  test('of services that extend each other', () => {
    const text = services((i) => (i + 1 < LENGTH ? `extends: s${i + 1}` : 'restart: always'));
    const project = resolveFiles({ 'compose.yaml': text });
    assert.equal(service(project, 's0').restart?.value, 'always');
    assert.deepEqual(codes(project), []);
  });
});
