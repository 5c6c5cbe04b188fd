import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('env/duplicate-key', () => {
  const check = ruleChecker('env/duplicate-key');
  const compose = 'services: {}\n';

  test('marks every assignment but the last and removes its line', () => {
    const { fix } = check({ 'compose.yaml': compose, '.env': '«A»=1 # old\nB=2\nA=3\n' });
    assert.equal(fix()['.env'], 'B=2\nA=3\n');
  });
  test('leaves the other assignment of a shared line alone', () => {
    const { fix } = check({ 'compose.yaml': compose, '.env': '«A»="1" B=2\nA=3\n' });
    assert.equal(fix()['.env'], ' B=2\nA=3\n');
  });
  test('a line that a later one builds on counts', () => {
    check({ 'compose.yaml': compose, '.env': '«A»=0\nA=1\nA=$A:2\nB=1\nC=${X:-$B}\nB=2\n' });
  });
  test('names that differ in case are two variables', () => {
    check({ 'compose.yaml': compose, '.env': 'A=1\na=2\n' });
  });
});
