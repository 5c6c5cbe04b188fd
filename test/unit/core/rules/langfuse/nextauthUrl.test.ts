import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('langfuse/nextauth-url', () => {
  const check = ruleChecker('langfuse/nextauth-url');
  const compose = (url: string, ports = '    ports: ["127.0.0.1:3000:3000"]\n', more = '') =>
    `services:\n  web:\n    image: langfuse/langfuse:3\n${ports}    environment:\n      NEXTAUTH_URL: ${url}\n${more}`;

  test('marks an address at which nothing is published, and publishes it', () => {
    const { fix } = check({ 'compose.yaml': compose('«http://localhost:3000»', '') });
    const published = "    ports:\n      - '127.0.0.1:3000:3000'\n";
    assert.equal(fix()['compose.yaml'], compose('http://localhost:3000', published));
  });
  test('publishes behind the ports that are there', () => {
    const ports = "    ports:\n      - '9464:9464'\n";
    const { fix } = check({ 'compose.yaml': compose('«http://localhost:3000»', ports) });
    assert.equal(
      fix()['compose.yaml'],
      compose('http://localhost:3000', `${ports}      - '127.0.0.1:3000:3000'\n`),
    );
  });
  test('marks another port than the published one, in the file that sets it', () => {
    const { fix } = check({
      'compose.yaml': compose('${NEXTAUTH_URL}', '    ports: ["127.0.0.1:8080:3000"]\n'),
      '.env': 'NEXTAUTH_URL=«http://localhost:3000»\n',
    });
    assert.equal(fix()['.env'], 'NEXTAUTH_URL=http://localhost:8080\n');
  });
  test('marks a path, which the image does not serve', () => {
    const { fix } = check({ 'compose.yaml': compose('«https://example.org/langfuse»') });
    assert.equal(fix()['compose.yaml'], compose('https://example.org'));
  });
  test('marks a name that only containers know', () => {
    const { fix } = check({ 'compose.yaml': compose('«http://web:3000»') });
    assert.equal(fix()['compose.yaml'], compose('http://localhost:3000'));
  });
  test('tells that localhost is another machine where the port is open to them', () => {
    const { findings } = check({
      'compose.yaml': compose('«http://localhost:3000»', '    ports: ["3000:3000"]\n'),
    });
    assert.equal(findings[0]?.severity, 'info');
  });
  test('an address that is put together is not rewritten', () => {
    const { findings } = check({
      'compose.yaml': compose('«http://localhost:${PORT_OF_WEB}»', '    ports: ["127.0.0.1:8080:3000"]\n'),
      '.env': 'PORT_OF_WEB=3000\n',
    });
    assert.deepEqual(findings[0]?.fixes, []);
  });
  test('an address of another machine, behind a proxy or with the path of sign-in is in order', () => {
    check({ 'compose.yaml': compose('https://langfuse.example.org', '') });
    check({ 'compose.yaml': compose('http://localhost:3000/api/auth') });
    check({ 'compose.yaml': compose('http://localhost:3000/') });
    check({
      'compose.yaml': compose('http://localhost', '', '  proxy:\n    image: caddy:2\n    ports: ["80:80"]\n'),
    });
    check({ 'compose.yaml': compose('http://localhost:3000', '    network_mode: host\n') });
    check({
      'compose.yaml': compose('http://localhost:3000', '', 'networks:\n  edge:\n    external: true\n'),
    });
    check({ 'compose.yaml': compose('https://example.org/l\n      NEXT_PUBLIC_BASE_PATH: /l') });
  });
  test('of several web services only the one that is meant is asked for a port', () => {
    const second =
      '  second:\n    image: langfuse/langfuse:3\n    environment:\n      NEXTAUTH_URL: http://localhost:3000\n';
    check({ 'compose.yaml': compose('«http://localhost:3000»', '', second) });
  });
});
