import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('langfuse/worker-incomplete', () => {
  const check = ruleChecker('langfuse/worker-incomplete');
  const WEB =
    '  web:\n    image: langfuse/langfuse:3\n    environment: {SALT: a, NEXTAUTH_URL: "https://l.example"}\n';
  const compose = (environment: string, name = 'worker') =>
    `services:\n${WEB}  ${name}:\n    image: langfuse/langfuse-worker:3\n    environment:\n${environment}`;

  test('marks a worker without the salt, and passes it by reference', () => {
    const given = '      NEXTAUTH_URL: https://l.example\n';
    const { fix } = check({ 'compose.yaml': compose(given, '«worker»') });
    assert.equal(fix()['compose.yaml'], compose(`${given}      SALT: \${SALT:?run Create Secrets}\n`));
  });
  test('marks a worker that does not know the address', () => {
    check({ 'compose.yaml': compose('      SALT: a\n', '«worker»') });
  });
  test('an empty one is none, and is not added a second time', () => {
    const { findings } = check({
      'compose.yaml': compose('      NEXTAUTH_URL: https://l.example\n      SALT: ""\n', '«worker»'),
    });
    assert.deepEqual(findings[0]?.fixes, []);
  });
  test('says nothing where both have it, where web has none, and where it is not known', () => {
    check({ 'compose.yaml': compose('      SALT: a\n      NEXTAUTH_URL: https://l.example\n') });
    check({ 'compose.yaml': compose('      A: b\n').replace(/environment: \{.*\}/, 'environment: {A: b}') });
    check({ 'compose.yaml': compose('      SALT: ${SALT:?}\n      NEXTAUTH_URL: ${URL:?}\n') });
  });
});
