import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('secrets/too-short', () => {
  const check = ruleChecker('secrets/too-short');
  const compose = (version: number, entry = 'TZ: UTC') =>
    `services:\n  web:\n    image: langfuse/langfuse:${version}\n    environment:\n      ${entry}\n`;

  test('marks a short secret, without showing it, and empties it', () => {
    const { fix, findings } = check({
      'compose.yaml': compose(3, 'NEXTAUTH_SECRET: ${NEXTAUTH_SECRET}'),
      '.env': 'NEXTAUTH_SECRET=«canary-1»\n',
    });
    assert.ok(!findings[0]?.message.includes('canary'));
    assert.equal(fix()['.env'], 'NEXTAUTH_SECRET=\n');
  });
  test('what a server keeps is not thrown away', () => {
    const { findings } = check({ 'compose.yaml': compose(3, 'SALT: «9f2c»') });
    assert.deepEqual(findings[0]?.fixes, []);
  });
  test('twelve characters, passwords of people and other secrets are in order', () =>
    void check({
      'compose.yaml': compose(3),
      '.env':
        'SALT=123456789abc\nLANGFUSE_INIT_USER_PASSWORD=abcd1234\nSMTP_PASS=x1\nENCRYPTION_KEY=1\nREDIS_AUTH=\n',
    }));
  test('what a dollar takes a part of is not judged by the rest', () =>
    void check({
      'compose.yaml': compose(3, 'NEXTAUTH_SECRET: ${NEXTAUTH_SECRET}'),
      '.env': 'NEXTAUTH_SECRET=9f2c$b7d1e0a44c8f\n',
    }));
  test('what is worse is said elsewhere', () =>
    void check({
      'compose.yaml': compose(3),
      '.env': 'SALT=mysalt\nREDIS_AUTH=changeme\nPOSTGRES_PASSWORD=secret\n',
    }));
  test('a stack of Langfuse 2, or without Langfuse, has rules of its own', () => {
    check({ 'compose.yaml': compose(2), '.env': 'SALT=9f2c\n' });
    check({ 'compose.yaml': 'services: {}\n', '.env': 'SALT=9f2c\n' });
  });
});
