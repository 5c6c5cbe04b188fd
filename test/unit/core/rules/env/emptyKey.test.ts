import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('env/empty-key', () => {
  const check = ruleChecker('env/empty-key');
  const compose = 'services:\n  web:\n    image: app:1\n';

  test('marks a value without a name, and removes its line', () => {
    const { fix, findings } = check({ 'compose.yaml': compose, '.env': 'A=1\n«=secret»\nB=2\n' });
    assert.equal(fix()['.env'], 'A=1\nB=2\n');
    assert.equal(findings[0]?.severity, 'warning');
  });
  test('is an error where a container would get it', () => {
    const { findings } = check({
      'compose.yaml': `${compose}    env_file: web.env\n`,
      'web.env': '«=1»\n',
    });
    assert.equal(findings[0]?.severity, 'error');
  });
  test('a name without a value, and a name at the very end, are others', () =>
    void check({ 'compose.yaml': compose, '.env': 'A=\nB==\nC' }));
});
