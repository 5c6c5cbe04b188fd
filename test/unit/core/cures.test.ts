import assert from 'node:assert/strict';
import { checkFiles } from '../support/checkRule';

suite('cures', () => {
  const compose = (environment: string) =>
    `services:\n  web:\n    image: langfuse/langfuse:3.225.4\n    environment:\n      ${environment}\n`;
  const cureOf = (code: string, environment: string, env = '') =>
    checkFiles({ 'compose.yaml': compose(environment), '.env': env }).find(
      (finding) => finding.code === code,
    )!.cure;

  test('a secret of the stack can be made, wherever it is missing', () => {
    assert.equal(cureOf('secrets/placeholder', 'SALT: ${SALT}', 'SALT=<32-hex>\n'), 'create-secrets');
    assert.equal(cureOf('compose/required-missing', 'SALT: ${SALT:?}'), 'create-secrets');
    assert.equal(cureOf('xref/undefined-variable', 'SALT: ${SALT}'), 'create-secrets');
    assert.equal(cureOf('langfuse/required-missing', 'SALT: ${SALT}', 'SALT=\n'), 'create-secrets');
  });
  test('what somebody else has made, and what is no secret, cannot', () => {
    assert.equal(
      cureOf('secrets/placeholder', 'SMTP_PASS: ${SMTP_PASS}', 'SMTP_PASS=<smtp-password>\n'),
      undefined,
    );
    assert.equal(cureOf('xref/undefined-variable', 'PORT: ${PORT}'), undefined);
  });
});
