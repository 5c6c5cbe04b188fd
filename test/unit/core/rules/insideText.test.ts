import assert from 'node:assert/strict';
import { insideText } from '../../../../src/core/rules/insideText';

suite('inside a text', () => {
  const isInside = (path: string, marked: string) =>
    insideText(path, marked.replace('«', ''))(marked.indexOf('«'));

  test('is what stands between the first and the last character of a value or a key', () => {
    for (const marked of ['A="x\n«y"\nB=2\n', "A='x\n«# y'\n", 'A=x«y\n'])
      assert.equal(isInside('.env', marked), true, marked);
    for (const marked of [
      'command: |\n  a\n  «# b\n',
      'command: >-\n  a\n\n«  b\n',
      'command: "a\n  «b"\n',
      "a: ['x\n  «y']\n",
      'a:\n  - |\n    x\n    «# y\n',
    ])
      assert.equal(isInside('compose.yaml', marked), true, marked);
  });
  test('is not what stands before, behind or between', () => {
    for (const marked of ['A=1\n«B=2\n', 'A="x\ny" «# c\n', 'A=x «# c\n', '«# c\nA=1\n', 'A="x\ny"\n«# c\n'])
      assert.equal(isInside('.env', marked), false, marked);
    for (const marked of [
      'a: b «# c\n',
      'a:\n«  # c\n  b: 1\n',
      'a: |\n  b\n«# c\nd: 1\n',
      'a: [b, «# c\n  d]\n',
      'services:\n  web:\n    image: «x\n',
      '«# c\na: 1\n',
    ])
      assert.equal(isInside('compose.yaml', marked), false, marked);
  });
});
