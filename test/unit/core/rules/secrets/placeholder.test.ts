import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('secrets/placeholder', () => {
  const check = ruleChecker('secrets/placeholder');
  const compose = (entry: string) =>
    `services:\n  web:\n    image: langfuse/langfuse:3\n    environment:\n      ${entry}\n`;

  test('marks a value that was never filled in, and empties it', () => {
    const { fix, findings } = check({
      'compose.yaml': compose('NEXTAUTH_SECRET: ${NEXTAUTH_SECRET}'),
      '.env': 'NEXTAUTH_SECRET=«<32-hex>»\n',
    });
    assert.equal(fix()['.env'], 'NEXTAUTH_SECRET=\n');
    assert.equal(findings[0]?.severity, 'warning');
  });
  test('is an error where the container will not start with it', () => {
    const { findings } = check({ 'compose.yaml': compose('SALT: a'), '.env': 'ENCRYPTION_KEY=«changeme»\n' });
    assert.equal(findings[0]?.severity, 'error');
  });
  test('a weak word is one, and no more than that', () => {
    const { fix, findings } = check({
      'compose.yaml': compose('SALT: a'),
      '.env': 'CLICKHOUSE_PASSWORD=«password»\n',
    });
    assert.equal(findings[0]?.severity, 'warning');
    assert.equal(fix()['.env'], 'CLICKHOUSE_PASSWORD=\n');
  });
  test('marks the values that Langfuse publishes, also as defaults', () => {
    check({ 'compose.yaml': compose('SALT: «mysalt»') });
    check({
      'compose.yaml': compose('DATABASE_URL: «postgresql://postgres:postgres@postgres:5432/postgres»'),
    });
    check({ 'compose.yaml': compose('NEXTAUTH_SECRET: «${NEXTAUTH_SECRET:-mysecret}»') });
  });
  test('what Langfuse publishes is no matter where Langfuse is not', () => {
    const other =
      'services:\n  db:\n    image: postgres:17\n    environment:\n      POSTGRES_PASSWORD: postgres\n';
    check({ 'compose.yaml': other, '.env': 'SALT=mysalt\n' });
  });
  test('a real secret, an empty one and a setting that is no secret are in order', () => {
    check({
      'compose.yaml': compose('SALT: 9f2c'),
      '.env': 'NEXTAUTH_SECRET=\nCLICKHOUSE_USER=clickhouse\nAUTH_DISABLE_SIGNUP=<choose>\nNAME=changeme\n',
    });
  });
  test('the services of other programs are theirs', () => {
    check({
      'compose.yaml': 'services:\n  app:\n    image: app:1\n    environment:\n      API_TOKEN: changeme\n',
    });
  });
});
