import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('env/hash-not-comment', () => {
  const check = ruleChecker('env/hash-not-comment');
  const env = (text: string) => check({ 'compose.yaml': 'services: {}\n', '.env': text });

  test('marks a note behind a tab', () => {
    assert.equal(env('A=1\t«# one»\n').fix()['.env'], 'A=1 # one\n');
  });
  test('marks a note that is glued to its value', () => {
    assert.equal(env('A=one«# the first»\n').fix()['.env'], 'A=one # the first\n');
  });
  test('a hash inside a word is a part of the word', () => {
    env('A=pass#word\nB=https://host/page#part\nC=one # two\nD="one# two"\n');
  });
});
