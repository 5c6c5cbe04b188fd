import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('env/escape-in-single', () => {
  const check = ruleChecker('env/escape-in-single');
  const compose = 'services: {}\n';

  test('marks a line end that is none, and uses double quotes', () => {
    const { fix } = check({ 'compose.yaml': compose, '.env': "A='one«\\n»two\\n'\n" });
    assert.equal(fix()['.env'], 'A="one\\ntwo\\n"\n');
    assert.equal(
      check({ 'compose.yaml': compose, '.env': 'A=one«\\n»two\n' }).fix()['.env'],
      'A="one\\ntwo"\n',
    );
  });
  test('double quotes would replace a dollar', () => {
    const { findings } = check({ 'compose.yaml': compose, '.env': "A='$x«\\n»y'\n" });
    assert.deepEqual(findings[0]?.fixes, []);
  });
  test('double quotes, paths and patterns are in order', () =>
    void check({ 'compose.yaml': compose, '.env': 'A="a\\nb"\nB=C:\\new\nC=\'\\d+\\n\'\nD=a\\\n' }));
  test('JSON, such as the key file of a cloud account, has line ends of its own', () =>
    void check({ 'compose.yaml': compose, '.env': 'A=\'{"private_key":"one\\ntwo\\n"}\'\n' }));
});
