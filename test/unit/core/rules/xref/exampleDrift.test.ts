import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('xref/example-drift', () => {
  const check = (exampleText: string) => ruleChecker('xref/example-drift', { exampleText });
  const compose = 'services:\n  web:\n    image: "app:${TAG:-1}${PORT:-2}${HOST:-3}"\n';

  test('marks a file that lacks what the example has, and adds it in comments', () => {
    const { fix } = check('TAG=9 # the newest\nPORT=80\n')({
      'compose.yaml': compose,
      '.env': '«PORT»=81\n',
    });
    assert.equal(fix()['.env'], 'PORT=81\n# TAG=9 # the newest\n');
  });
  test('a comment about the variable is a decision', () =>
    void check('TAG=9\nHOST=h\n')({ 'compose.yaml': compose, '.env': '# TAG=8\n#export HOST=\nPORT=1\n' }));
  test('what no compose file uses is no matter', () =>
    void check('OTHER=9\n')({ 'compose.yaml': compose, '.env': 'PORT=1\n' }));
  test('without an example, or without a .env, there is nothing to compare', () => {
    ruleChecker('xref/example-drift')({ 'compose.yaml': compose, '.env': 'PORT=1\n' });
    check('TAG=9\n')({ 'compose.yaml': compose });
  });
});
