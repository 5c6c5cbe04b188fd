import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('langfuse/sso-partial', () => {
  const check = ruleChecker('langfuse/sso-partial');
  const compose = (...lines: string[]) =>
    `services:\n  web:\n    image: langfuse/langfuse:3\n    environment:\n${lines.map((line) => `      AUTH_${line}\n`).join('')}`;

  test('marks an id without its secret, and a secret without its id', () => {
    check({ 'compose.yaml': compose('GOOGLE_CLIENT_ID: «id»') });
    const { findings } = check({ 'compose.yaml': compose('GITHUB_CLIENT_SECRET: «s3cr3t»') });
    assert.doesNotMatch(findings[0]?.message ?? '', /s3cr3t/);
  });
  test('marks a provider without its issuer', () => {
    check({ 'compose.yaml': compose('OKTA_CLIENT_ID: «id»', 'OKTA_CLIENT_SECRET: s') });
  });
  test('a whole provider, none, and one that is not known are in order', () => {
    check({ 'compose.yaml': compose('GOOGLE_CLIENT_ID: id', 'GOOGLE_CLIENT_SECRET: s') });
    check({ 'compose.yaml': compose('GOOGLE_CLIENT_ID: ""', 'GOOGLE_CLIENT_SECRET: ""') });
    check({ 'compose.yaml': compose('GOOGLE_CLIENT_ID: id', 'GOOGLE_CLIENT_SECRET: ${S:?}') });
    check({ 'compose.yaml': compose('GOOGLE_ALLOW_ACCOUNT_LINKING: "true"') });
  });
});
