import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('langfuse/database-url-mismatch', () => {
  const check = ruleChecker('langfuse/database-url-mismatch');
  const compose = (url: string, postgres = '      POSTGRES_PASSWORD: p%1\n') =>
    `services:\n  web:\n    image: langfuse/langfuse:3\n    environment:\n      DATABASE_URL: ${url}\n  db:\n    image: postgres:17\n    environment:\n${postgres}`;

  test('marks a password that the server does not have', () => {
    const { findings } = check({
      'compose.yaml': compose('«postgresql://postgres:canary@db:5432/postgres»'),
    });
    assert.ok(!findings[0]?.message.includes('canary'));
  });
  test('takes the password of the server, by its reference where one is written', () => {
    const url = (password: string) => `postgresql://postgres:${password}@db:5432/postgres`;
    const literal = check({ 'compose.yaml': compose(`«${url('a')}»`, '      POSTGRES_PASSWORD: b\n') });
    assert.equal(literal.fix()['compose.yaml'], compose(url('b'), '      POSTGRES_PASSWORD: b\n'));
    const server = '      POSTGRES_PASSWORD: ${P}\n';
    const reference = check({ 'compose.yaml': compose(`«"${url('a')}"»`, server), '.env': 'P=b\n' });
    assert.equal(reference.fix()['compose.yaml'], compose(`"${url('${P}')}"`, server));
    const inEnv = check({ 'compose.yaml': compose('${U}', server), '.env': `U=«${url('a')}»\nP=b\n` });
    assert.deepEqual(inEnv.findings[0]?.fixes, []);
  });
  test('an encoded password is the same password', () => {
    check({ 'compose.yaml': compose('postgresql://postgres:p%251@db:5432/postgres') });
  });
  test('another user, another server or a start script are beyond knowing', () => {
    check({ 'compose.yaml': compose('postgresql://langfuse:x@db:5432/d') });
    check({ 'compose.yaml': compose('postgresql://postgres:x@db.example.org:5432/d') });
    check({
      'compose.yaml': compose(
        'postgresql://postgres:x@db:5432/d',
        '      POSTGRES_PASSWORD: p\n      POSTGRES_HOST_AUTH_METHOD: trust\n',
      ),
    });
    check({
      'compose.yaml': `${compose('postgresql://postgres:x@db:5432/d')}    volumes:\n      - ./init:/docker-entrypoint-initdb.d\n`,
    });
  });
});
