import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('xref/undefined-variable', () => {
  const check = ruleChecker('xref/undefined-variable');
  const compose = (value: string) =>
    `services:\n  app:\n    image: app:1\n    environment:\n      A: ${value}\n`;

  test('marks the reference, and adds the variable to a new .env', () => {
    const { fix } = check({ 'compose.yaml': compose('x«${NOWHERE}»y') });
    assert.equal(fix()['.env'], 'NOWHERE=\n');
  });
  test('can make the absence an error instead', () => {
    const { fix } = check({ 'compose.yaml': compose('«$NOWHERE»') });
    assert.equal(fix('Refuse to start without NOWHERE')['compose.yaml'], compose('${NOWHERE:?}'));
  });
  test('a piece of a secret is not named, and its dollar can be doubled', () => {
    const secret = (value: string) => compose('1').replace('A: 1', () => `DB_PASSWORD: ${value}`);
    const { findings, fix } = check({ 'compose.yaml': secret('pa«$word»') });
    assert.doesNotMatch(findings[0]?.message ?? 'word', /word/);
    assert.equal(fix('Double the dollar')['compose.yaml'], secret('pa$$word'));
  });
  test('a default, an alternative and an unused default are in order', () => {
    check({ 'compose.yaml': compose('"${A:-1}${B-}${C:+x}${D:-${E}}"').replace('${E}', '2') });
    check({ 'compose.yaml': compose('${SET:-$NOWHERE}'), '.env': 'SET=1\n' });
  });
  test('an empty value is a value', () => {
    check({ 'compose.yaml': compose('${EMPTY}'), '.env': 'EMPTY=\n' });
  });
  test('a broken .env says nothing about what it sets', () => {
    check({ 'compose.yaml': compose('${LATER}'), '.env': 'A B=1\nLATER=1\n' });
  });
});
