import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('clickhouse/host-unreachable', () => {
  const check = ruleChecker('clickhouse/host-unreachable');
  const compose = (url: string, more = '') =>
    `services:\n  web:\n    image: langfuse/langfuse:3\n    environment:\n      CLICKHOUSE_URL: ${url}\n${more}  database:\n    image: clickhouse/clickhouse-server:25.8\n`;

  for (const host of ['localhost', '127.0.0.1', '[::1]'])
    test(`marks ${host} and names the service`, () => {
      const { fix } = check({ 'compose.yaml': compose(`«http://${host}:8123»`) });
      assert.equal(fix()['compose.yaml'], compose('http://database:8123'));
    });
  test('corrects the line of .env that the address comes from', () => {
    const { fix } = check({ 'compose.yaml': compose('${URL}'), '.env': 'URL=«"http://localhost:8123"»\n' });
    assert.equal(fix()['.env'], 'URL="http://database:8123"\n');
  });
  test('marks a name that nothing here has', () => {
    const { fix } = check({ 'compose.yaml': compose('«http://clickhouse:8123»') });
    assert.equal(fix()['compose.yaml'], compose('http://database:8123'));
  });
  test('services and full names are reachable', () => {
    check({ 'compose.yaml': compose('http://database:8123') });
    check({ 'compose.yaml': compose('https://ch.example.org:8443') });
  });
  test('an alias, a shared network or the network of the host may provide the name', () => {
    check({
      'compose.yaml': compose('http://ch:8123') + '    networks:\n      default:\n        aliases: [ch]\n',
    });
    check({ 'compose.yaml': compose('http://ch:8123') + '    container_name: ch\n' });
    check({ 'compose.yaml': compose('http://ch:8123') + 'networks:\n  default:\n    external: true\n' });
    check({ 'compose.yaml': compose('http://localhost:8123', '    network_mode: host\n') });
  });
});
