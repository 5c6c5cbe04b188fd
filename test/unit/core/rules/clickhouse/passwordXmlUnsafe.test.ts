import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('clickhouse/password-xml-unsafe', () => {
  const check = ruleChecker('clickhouse/password-xml-unsafe');
  const compose = (user: string, password: string, image = 'clickhouse/clickhouse-server:25.8') =>
    `services:\n  ch:\n    image: ${image}\n    environment:\n      CLICKHOUSE_USER: ${user}\n      CLICKHOUSE_PASSWORD: ${password}\n`;

  test('marks a password that ends an element, without showing it', () => {
    const { findings } = check({ 'compose.yaml': compose('langfuse', "«'a<b&c'»") });
    assert.doesNotMatch(findings[0]?.message ?? '', /a<b/);
  });
  test('is emptied for Create Secrets', () => {
    const { fix } = check({ 'compose.yaml': compose('u', '${P}'), '.env': "P=«'a<b'»\n" });
    assert.equal(fix()['.env'], 'P=\n');
  });
  test('marks a user that is no name of an element', () => {
    for (const user of ["«'1st'»", '«a@b»', "«'a b'»"]) check({ 'compose.yaml': compose(user, 'p') });
  });
  test('other characters, a placeholder, an unknown value and other images are in order', () => {
    check({ 'compose.yaml': compose('lang-fuse_1', "'a>b%c'") });
    check({ 'compose.yaml': compose('langfuse', "'<64-hex>'") });
    check({ 'compose.yaml': compose('${U:?}', '${P:?}') });
    check({ 'compose.yaml': compose('1st', "'a<b'", 'bitnami/clickhouse:25') });
  });
});
