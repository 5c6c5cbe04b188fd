import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('env/windows-path-escape', () => {
  const check = ruleChecker('env/windows-path-escape');
  const compose = 'services: {}\n';

  test('marks what a path loses in double quotes, and uses single ones', () => {
    const { fix } = check({ 'compose.yaml': compose, '.env': 'A="C:\\data«\\n»ew\\temp"\n' });
    assert.equal(fix()['.env'], "A='C:\\data\\new\\temp'\n");
  });
  test('a path that ends with a backslash is left to its author', () => {
    const { findings } = check({
      'compose.yaml': compose,
      '.env': 'A="C:«\\n»ew\\\\"\n'.replace('\\\\"', '$x"'),
    });
    assert.deepEqual(findings[0]?.fixes, []);
  });
  test('doubled backslashes, single quotes and other texts are in order', () =>
    void check({
      'compose.yaml': compose,
      '.env': 'A="C:\\\\new"\nB=\'C:\\new\'\nC="a\\tb"\nD="C:\\dir\\x"\nE=C:\\new\nF="C: \\n"\n',
    }));
});
