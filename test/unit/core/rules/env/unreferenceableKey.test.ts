import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('env/unreferenceable-key', () => {
  const check = ruleChecker('env/unreferenceable-key');
  const compose = (more = '') => `services:\n  web:\n    image: app:1\n${more}`;

  test('marks a name that no reference can name, and renames it', () => {
    const { fix } = check({ 'compose.yaml': compose(), '.env': '«MY-KEY»=1\n' });
    assert.equal(fix()['.env'], 'MY_KEY=1\n');
    assert.equal(check({ 'compose.yaml': compose(), '.env': '«1ST»=1\n' }).fix()['.env'], '_1ST=1\n');
  });
  test('a name that is taken, or of which nothing is left, is not suggested', () => {
    const { findings } = check({ 'compose.yaml': compose(), '.env': '«A.B»=1\nA_B=2\n«Ä»=1\n' });
    assert.deepEqual(
      findings.flatMap(({ fixes }) => fixes),
      [],
    );
  });
  test('a bare entry passes any name on', () =>
    void check({ 'compose.yaml': compose('    environment: [a.b]\n'), '.env': 'a.b=1\n' }));
  test('an env_file may hold names for the container', () =>
    void check({
      'compose.yaml': compose('    env_file: [.env, web.env]\n'),
      '.env': 'a.b=1\n',
      'web.env': 'c.d=1\n',
    }));
});
