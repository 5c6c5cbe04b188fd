import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('env/ini-section', () => {
  const check = ruleChecker('env/ini-section');
  const compose = 'services: {}\n';

  test('marks a section and makes it a comment', () => {
    const { fix } = check({ 'compose.yaml': compose, '.env': '«[database]»\nA=1\n' });
    assert.equal(fix()['.env'], '# [database]\nA=1\n');
  });
  test('also as the last line', () => {
    const { fix } = check({ 'compose.yaml': compose, '.env': 'A=1\n«[end]»' });
    assert.equal(fix()['.env'], 'A=1\n# [end]');
  });
  test('brackets in a name or a value are no section', () =>
    void check({ 'compose.yaml': compose, '.env': 'A[0]=1\nB=[1]\n# [c]\nD\n' }));
});
