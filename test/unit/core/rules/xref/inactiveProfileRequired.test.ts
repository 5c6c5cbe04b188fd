import assert from 'node:assert/strict';
import { checkFiles, ruleChecker } from '../../../support/checkRule';

suite('xref/inactive-profile-required', () => {
  const check = ruleChecker('xref/inactive-profile-required');
  const compose = (name: string, profiles: string, value: string) =>
    `services:\n  web:\n    image: app:1\n  ${name}:\n    image: app:1\n    profiles: ${profiles}\n    environment:\n      X: ${value}\n`;

  test('marks a service that is not started and stops everything, and lets it go', () => {
    const { fix } = check({ 'compose.yaml': compose('«backup»', '[tools]', '${BUCKET:?name it}') });
    const fixed = fix();
    assert.equal(fixed['compose.yaml'], compose('backup', '[tools]', '${BUCKET:-}'));
    assert.deepEqual(
      checkFiles(fixed).filter(({ severity }) => severity === 'error'),
      [],
    );
  });
  test('a service that is started says it itself', () =>
    void check({ 'compose.yaml': compose('backup', '[]', '${BUCKET:?}') }));
  test('a value, a default and another service are in order', () => {
    check({ 'compose.yaml': compose('backup', '[tools]', '${BUCKET:?}'), '.env': 'BUCKET=b\n' });
    check({ 'compose.yaml': compose('backup', '[tools]', '${BUCKET:-}') });
    check({ 'compose.yaml': compose('backup', '[tools]', 'a').replace('app:1', 'app:${TAG:?}') });
  });
});
