import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('env/bare-key', () => {
  const check = ruleChecker('env/bare-key');
  const env = (text: string) => check({ 'compose.yaml': 'services: {}\n', '.env': text });

  test('marks a name that has no value anywhere, and gives it an empty one', () => {
    assert.equal(env('«A»\nB=1\n').fix()['.env'], 'A=\nB=1\n');
  });
  test('an empty value is a value', () => {
    env('A=\nB=""\n');
  });
  test('a name that an earlier line sets has a value', () => {
    env('A=1\nA\n');
  });
});
