import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('langfuse/init-partial', () => {
  const check = ruleChecker('langfuse/init-partial');
  const compose = (...entries: string[]) =>
    `services:\n  web:\n    image: langfuse/langfuse:3\n    environment:\n${entries.map((entry) => `      LANGFUSE_INIT_${entry}\n`).join('')}`;

  test('marks a key without its other half', () => {
    const key = ['ORG_ID: o', 'PROJECT_ID: p', 'PROJECT_PUBLIC_KEY: «pk-lf-1»'];
    const { fix } = check({ 'compose.yaml': compose(...key) });
    assert.match(
      fix()['compose.yaml']!,
      /_SECRET_KEY: \$\{LANGFUSE_INIT_PROJECT_SECRET_KEY:\?run Create Secrets\}\n/,
    );
  });
  test('leaves the address of the owner to the operator', () => {
    const { findings } = check({ 'compose.yaml': compose('ORG_ID: o', 'USER_PASSWORD: «long enough»') });
    assert.deepEqual(findings[0]?.fixes, []);
  });
  test('marks what an organisation is missing for', () => {
    const { fix } = check({ 'compose.yaml': compose('PROJECT_ID: «p»') });
    assert.equal(fix()['compose.yaml'], compose('PROJECT_ID: p', 'ORG_ID: my-org'));
  });
  test('all of it, or none of it, is in order', () => {
    check({
      'compose.yaml': compose('ORG_ID: o', 'USER_EMAIL: a@example.org', 'USER_PASSWORD: long enough'),
    });
    check({ 'compose.yaml': compose('ORG_ID: ""', 'PROJECT_ID: ""') });
  });
});
