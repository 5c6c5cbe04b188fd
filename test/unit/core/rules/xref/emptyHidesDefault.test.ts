import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('xref/empty-hides-default', () => {
  const check = ruleChecker('xref/empty-hides-default');
  const compose = (value: string) =>
    `services:\n  web:\n    image: app:1\n    environment:\n      X: "${value}"\n`;

  test('marks an empty variable whose default is not taken, and lets it be taken', () => {
    const marked = { 'compose.yaml': compose('${TAG-latest}'), '.env': '«TAG»=\n' };
    assert.equal(check(marked).fix()['compose.yaml'], compose('${TAG:-latest}'));
    assert.equal(check(marked).fix('Remove the line')['.env'], '');
  });
  test('the line stays where another form of reference needs it', () => {
    const { findings } = check({ 'compose.yaml': compose('${TAG-latest}${TAG?}'), '.env': '«TAG»=""\n' });
    assert.deepEqual(
      findings[0]?.fixes.map(({ title }) => title),
      ['Take the default for an empty value as well'],
    );
  });
  test('with a colon, a value or no default there is nothing to hide', () => {
    check({ 'compose.yaml': compose('${TAG:-latest}${TAG}'), '.env': 'TAG=\n' });
    check({ 'compose.yaml': compose('${TAG-latest}'), '.env': 'TAG=3\n' });
    check({ 'compose.yaml': compose('${TAG-latest}'), '.env': 'OTHER=\n' });
  });
});
