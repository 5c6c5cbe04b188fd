import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('env/line-continuation', () => {
  const check = ruleChecker('env/line-continuation');
  const env = (text: string) => check({ 'compose.yaml': 'services: {}\n', '.env': text });

  test('marks a backslash that continues nothing, and takes it away', () => {
    assert.equal(env('A=one «\\»\nB=two\n').fix()['.env'], 'A=one\nB=two\n');
    assert.equal(env('A=one «\\»').fix()['.env'], 'A=one');
  });
  test('joins what was to be one line', () => {
    const { fix } = env('A=--one «\\»\r\n  --two\r\nB=two\r\n');
    assert.equal(fix()['.env'], 'A=--one --two\r\nB=two\r\n');
    assert.equal(fix('Remove the backslash')['.env'], 'A=--one\r\n  --two\r\nB=two\r\n');
  });
  test('a path may end with a backslash, and quotes may span lines', () => {
    env('A=C:\\data\\\nB="one \\\ntwo"\n');
  });
});
