import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('xref/environment-overrides-env-file', () => {
  const check = ruleChecker('xref/environment-overrides-env-file');
  const web = 'services:\n  web:\n    image: app:1\n    env_file: web.env\n    environment: {A: "1"}\n';

  test('marks a line that no container gets, and removes it', () => {
    const { fix } = check({ 'compose.yaml': web, 'web.env': '«A»=2\nB=3\n' });
    assert.equal(fix()['web.env'], 'B=3\n');
  });
  test('the same value is no contradiction', () => void check({ 'compose.yaml': web, 'web.env': 'A=1\n' }));
  test('a second service may get it', () =>
    void check({
      'compose.yaml': `${web}  worker:\n    image: app:1\n    env_file: web.env\n`,
      'web.env': 'A=2\n',
    }));
  test('a line that others refer to serves them', () => {
    check({ 'compose.yaml': web, 'web.env': 'A=2\nB=$A/x\n' });
    check({ 'compose.yaml': web.replace('web.env', '.env').replace('"1"', '"${A}/x"'), '.env': 'A=2\n' });
  });
});
