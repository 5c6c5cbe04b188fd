import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('env/odd-whitespace', () => {
  const check = ruleChecker('env/odd-whitespace');
  const env = (text: string) => check({ 'compose.yaml': 'services: {}\n', '.env': text });

  test('marks typographic quotes', () => {
    assert.equal(env('A=«\u201cone two\u201d»\n').fix()['.env'], 'A="one two"\n');
  });
  test('marks what cannot be seen', () => {
    assert.equal(env('A=http«\u200b»://host\n').fix()['.env'], 'A=http://host\n');
    assert.equal(env('A=one«\u00a0»two\n').fix()['.env'], 'A=one two\n');
  });
  test('a quoted name may have them, and a joined emoji is one character', () => {
    env('A="one\u00a0two"\nB=it\u2019s\nC="\u{1f469}\u200d\u{1f4bb}"\n');
  });
});
