import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('secrets/placeholder', () => {
  const check = ruleChecker('secrets/placeholder');
  const compose = (entry: string) =>
    `services:\n  web:\n    image: langfuse/langfuse:3\n    environment:\n      ${entry}\n`;

  test('marks a value that was never filled in, and empties it', () => {
    const { fix, findings } = check({
      'compose.yaml': compose('SALT: ${SALT}'),
      '.env': 'SALT=«<32-hex>»\n',
    });
    assert.equal(fix()['.env'], 'SALT=\n');
    assert.equal(findings[0]?.severity, 'warning');
  });
  test('is an error where it does more than open a door', () => {
    for (const name of ['ENCRYPTION_KEY', 'CLICKHOUSE_PASSWORD', 'NEXTAUTH_SECRET']) {
      const { findings } = check({ 'compose.yaml': compose('SALT: a'), '.env': `${name}=«changeme»\n` });
      assert.equal(findings[0]?.severity, 'error', name);
    }
  });
  test('promises no secret that was made elsewhere', () => {
    const { findings } = check({
      'compose.yaml': compose('SALT: a'),
      '.env': 'SMTP_PASS=«<smtp-password>»\n',
    });
    assert.ok(!(findings[0]?.message ?? '').includes('Create Secrets makes'));
    assert.equal(findings[0]?.fixes[0]?.title, 'Empty it');
  });
  test('a variable of any name is what the container takes it for', () => {
    const { findings } = check({
      'compose.yaml': compose('NEXTAUTH_SECRET: ${ANYTHING}'),
      '.env': 'ANYTHING=«changeme»\n',
    });
    assert.match(findings[0]?.message ?? '', /^NEXTAUTH_SECRET/);
  });
  test('is said once, also where several services get it', () =>
    void check({
      'compose.yaml': `${compose('SALT: ${SALT}')}  worker:\n    image: langfuse/langfuse-worker:3\n    environment:\n      SALT: \${SALT}\n`,
      '.env': 'SALT=«changeme»\n',
    }));
  test('a real secret, an empty one and a setting that is no secret are in order', () =>
    void check({
      'compose.yaml': compose('SALT: 9f2c'),
      '.env': 'NEXTAUTH_SECRET=\nCLICKHOUSE_USER=clickhouse\nAUTH_DISABLE_SIGNUP=<choose>\nNAME=changeme\n',
    }));
  test('the services of other programs are theirs', () =>
    void check({
      'compose.yaml': 'services:\n  app:\n    image: app:1\n    environment:\n      API_TOKEN: changeme\n',
    }));
});
