import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('env/self-reference', () => {
  const check = ruleChecker('env/self-reference');
  const compose = 'services:\n  web:\n    image: app:1\n    env_file: {path: web.env, required: false}\n';

  test('marks a reference to the variable itself, which has no value yet', () => {
    const { fix } = check({ 'compose.yaml': compose, '.env': 'A=«${A}»/bin\n' });
    assert.equal(fix()['.env'], 'A=/bin\n');
    check({ 'compose.yaml': compose, 'web.env': 'A=«$A»:x\n' });
  });
  test('a line above, a default and single quotes give it one', () =>
    void check({ 'compose.yaml': compose, '.env': "A=1\nA=$A:2\nB=${B:-c}\nC='$C'\nD=$$D\n" }));
  test('the shell gives it one', () =>
    void ruleChecker('env/self-reference', { environment: { A: '1' } })({
      'compose.yaml': compose,
      '.env': 'A=$A:2\n',
    }));
  test('for an env_file, .env gives it one', () =>
    void check({ 'compose.yaml': compose, '.env': 'A=1\n', 'web.env': 'A=$A:2\n' }));
});
