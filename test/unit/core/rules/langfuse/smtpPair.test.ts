import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('langfuse/smtp-pair', () => {
  const check = ruleChecker('langfuse/smtp-pair');
  const compose = (environment: string) =>
    `services:\n  web:\n    image: langfuse/langfuse:3\n    environment:\n${environment}`;
  const URL = '      SMTP_CONNECTION_URL: ';
  const FROM = '      EMAIL_FROM_ADDRESS: ';

  test('marks one without the other, and demands the other', () => {
    const { fix } = check({ 'compose.yaml': compose(`${URL}«smtp://mail»\n`) });
    assert.equal(
      fix()['compose.yaml'],
      compose(`${URL}smtp://mail\n${FROM}\${EMAIL_FROM_ADDRESS:?needed for mail}\n`),
    );
  });
  test('an empty one is none', () => {
    check({ 'compose.yaml': compose(`${URL}""\n${FROM}«a@b.example»\n`) });
  });
  test('marks a user without a password', () => {
    check({ 'compose.yaml': compose(`${URL}«smtp://u:@mail.example»\n${FROM}a@b.example\n`) });
    check({ 'compose.yaml': compose(`${URL}smtp://u:p@mail.example\n${FROM}a@b.example\n`) });
  });
  test('both, neither, and one that is not known are in order', () => {
    check({ 'compose.yaml': compose(`${URL}smtp://mail\n${FROM}a@b.example\n`) });
    check({ 'compose.yaml': compose(`${URL}\${U:-}\n${FROM}\${F:-}\n`) });
    check({ 'compose.yaml': compose(`${URL}smtp://mail\n${FROM}\${F:?}\n`) });
  });
});
