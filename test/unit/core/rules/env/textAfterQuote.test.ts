import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('env/text-after-quote', () => {
  const check = ruleChecker('env/text-after-quote');
  const env = (text: string) => check({ 'compose.yaml': 'services: {}\n', '.env': text });

  test('marks what stands behind the closing quote, and quotes the whole value', () => {
    assert.equal(env('A="say "«hi""»\nB=1\n').fix()['.env'], `A='say "hi"'\nB=1\n`);
  });
  test('marks a word behind the value', () => {
    const { findings } = env('A="one" «two»\n');
    assert.deepEqual(findings[0]?.fixes, []);
  });
  test('a comment, and another variable on the line, are read as meant', () => {
    env('A="one" # two\nB=\'one\'#two\nC="1" D=2\n');
  });
  test('quotes inside an unquoted value are text', () => {
    env('A=say "hi" now\n');
  });
});
