import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('env/backslash-dollar', () => {
  const check = ruleChecker('env/backslash-dollar');
  const env = (text: string) => check({ 'compose.yaml': 'services: {}\n', '.env': text });

  test('marks a backslash that protects nothing, and puts the value in single quotes', () => {
    assert.equal(env('A=pa«\\$»word\n').fix()['.env'], "A='pa$word'\n");
  });
  test('is an error in a secret, whose text it keeps to itself', () => {
    const [finding] = env('REDIS_AUTH=canary«\\$»word\n').findings;
    assert.equal(finding?.severity, 'error');
    assert.ok(!finding.message.includes('canary'));
  });
  test('in double quotes a backslash does protect, in single quotes nothing is replaced', () => {
    env('A="pa\\$word"\nB=\'pa\\$word\'\n');
  });
  test('a dollar before a digit is plain text', () => {
    env('A=pa\\$5\n');
  });
});
