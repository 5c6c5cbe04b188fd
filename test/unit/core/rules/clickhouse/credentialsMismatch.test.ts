import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('clickhouse/credentials-mismatch', () => {
  const check = ruleChecker('clickhouse/credentials-mismatch');
  const compose = (sent: string, expected: string, more = '') =>
    `services:\n  web:\n    image: langfuse/langfuse:3\n    environment:\n      CLICKHOUSE_URL: http://ch:8123\n      CLICKHOUSE_USER: u\n      CLICKHOUSE_PASSWORD: ${sent}\n  ch:\n    image: clickhouse/clickhouse-server:25.8\n    environment:\n      CLICKHOUSE_USER: u\n      CLICKHOUSE_PASSWORD: ${expected}\n${more}`;

  test('marks the password that the server will refuse', () => {
    const { findings } = check({ 'compose.yaml': compose('«canary1»', 'canary2') });
    assert.ok(!findings[0]?.message.includes('canary'));
  });
  test('gives what the server has, by the same reference', () => {
    const { fix } = check({ 'compose.yaml': compose('«a»', '"${P}"'), '.env': 'P=b\n' });
    assert.equal(fix()['compose.yaml'], compose('${P}', '"${P}"'));
    const passedOn = check({ 'compose.yaml': compose('«"a"»', ''), '.env': 'CLICKHOUSE_PASSWORD=b\n' });
    assert.equal(passedOn.fix()['compose.yaml'], compose('"${CLICKHOUSE_PASSWORD}"', ''));
  });
  test('the same password, and one that is not known, are in order', () => {
    check({ 'compose.yaml': compose('${P}', '${P}'), '.env': 'P=a\n' });
    check({ 'compose.yaml': compose('a', '${P:?}') });
  });
  test('marks a user that the server does not make', () => {
    const withServer = (line: string) =>
      compose('a', 'a')
        .replace('CLICKHOUSE_USER: u\n', 'CLICKHOUSE_USER: «u»\n')
        .replace(/ {6}CLICKHOUSE_USER: u\n/, line);
    const { fix } = check({ 'compose.yaml': withServer('      CLICKHOUSE_USER: other\n') });
    assert.equal(fix()['compose.yaml'], withServer('      CLICKHOUSE_USER: other\n').replace('«u»', 'other'));
    check({ 'compose.yaml': withServer('') });
    const plain = (line: string) => withServer(line).replace(/[«»]/g, '');
    check({ 'compose.yaml': plain('      CLICKHOUSE_USER: ${U:?}\n') });
    check({ 'compose.yaml': plain('      CLICKHOUSE_DEFAULT_ACCESS_MANAGEMENT: 1\n') });
  });
  test('a mounted configuration may know more users', () => {
    check({
      'compose.yaml': compose(
        'a',
        'b',
        '    volumes:\n      - ./u.xml:/etc/clickhouse-server/users.d/u.xml\n',
      ),
    });
  });
});
