import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('env/hash-becomes-value', () => {
  const check = ruleChecker('env/hash-becomes-value');
  const compose = 'services: {}\n';

  test('marks a note that is read as the value, and puts an empty value before it', () => {
    const { fix } = check({ 'compose.yaml': compose, '.env': 'A=  «# not needed»\n' });
    assert.equal(fix()['.env'], 'A=  "" # not needed\n');
  });
  test('a note behind a value is a note', () => {
    check({ 'compose.yaml': compose, '.env': 'A=1 # one\nB="" # none\n' });
  });
  test('a colour or a channel starts with a hash as well', () => {
    check({ 'compose.yaml': compose, '.env': 'COLOUR=#ff8800\n' });
  });
});
