import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('env/backtick-literal', () => {
  const check = ruleChecker('env/backtick-literal');
  const env = (text: string) => check({ 'compose.yaml': 'services: {}\n', '.env': text });

  test('marks backticks around a value, and makes them quotes', () => {
    assert.equal(env('A=«`one two`»\n').fix()['.env'], "A='one two'\n");
  });
  test('leaves a reference to its author', () => {
    assert.deepEqual(env('B=1\nA=«`${B}`»\n').findings[0]?.fixes, []);
  });
  test('backticks inside a value may be meant', () => {
    env('A=run `date` now\nB="`one`"\n');
  });
});
