import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('env/bare-key-at-eof', () => {
  const check = ruleChecker('env/bare-key-at-eof');
  const env = (text: string) => check({ 'compose.yaml': 'services: {}\n', '.env': text });

  test('marks a name that ends the file, and completes the line', () => {
    assert.equal(env('A=1\n«B»').fix()['.env'], 'A=1\nB=\n');
  });
  test('a name with a line end, and a value without one, are read as meant', () => {
    env('A=1\nB\n');
    env('A=1\nB=2');
  });
});
