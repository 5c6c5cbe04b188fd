import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('clickhouse/db-non-default', () => {
  const check = ruleChecker('clickhouse/db-non-default');
  const compose = (web: string, server: string, more = '') =>
    `services:\n  web:\n    image: langfuse/langfuse:3\n    environment:\n      CLICKHOUSE_URL: http://ch:8123\n${web}  ch:\n    image: clickhouse/clickhouse-server:25.8\n${more}    environment:\n      CLICKHOUSE_USER: u\n${server}`;
  const DB = '      CLICKHOUSE_DB: ';

  test('marks a database that the server does not make', () => {
    const both = compose(`${DB}langfuse\n`, `${DB}langfuse\n`);
    const added = check({ 'compose.yaml': compose(`${DB}«langfuse»\n`, '') });
    assert.equal(added.fix()['compose.yaml'], both);
    const renamed = check({ 'compose.yaml': compose(`${DB}«langfuse»\n`, `${DB}traces\n`) });
    assert.equal(renamed.fix()['compose.yaml'], both);
  });
  test('one name, the default, an unknown one, scripts and a server elsewhere are in order', () => {
    check({ 'compose.yaml': compose(`${DB}langfuse\n`, `${DB}langfuse\n`) });
    check({ 'compose.yaml': compose(`${DB}default\n`, `${DB}langfuse\n`) });
    check({ 'compose.yaml': compose('', `${DB}langfuse\n`) });
    check({ 'compose.yaml': compose(`${DB}langfuse\n`, `${DB}\${DB:?}\n`) });
    const scripts = '    volumes: ["./init:/docker-entrypoint-initdb.d"]\n';
    check({ 'compose.yaml': compose(`${DB}langfuse\n`, '', scripts) });
    check({ 'compose.yaml': compose(`${DB}langfuse\n`, '').replace('http://ch:', 'http://ch.example.org:') });
  });
});
