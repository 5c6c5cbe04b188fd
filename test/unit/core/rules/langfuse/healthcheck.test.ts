import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('langfuse/healthcheck', () => {
  const check = ruleChecker('langfuse/healthcheck');
  const compose = (test: string, environment = '') =>
    `services:\n  web:\n    image: langfuse/langfuse:3\n    environment:\n      SALT: a\n${environment}    healthcheck:\n      test: ${test}\n`;

  test('marks a program that the image does not have', () => {
    const { findings } = check({
      'compose.yaml': compose("«['CMD', 'curl', '-f', 'http://localhost:3000/api/public/health']»"),
    });
    assert.ok(findings[0]?.message.includes('wget'));
    check({ 'compose.yaml': compose('«curl -f http://localhost:3000 || exit 1»') });
  });
  test('marks a check on loopback, where nothing listens, and lets it listen there', () => {
    const test = 'wget -q -O /dev/null http://127.0.0.1:3000/api/public/health';
    const { fix } = check({ 'compose.yaml': compose(`«${test}»`) });
    assert.equal(fix()['compose.yaml'], compose(test, "      HOSTNAME: '0.0.0.0'\n"));
  });
  test('a service that listens everywhere can be asked there', () => {
    check({ 'compose.yaml': compose('wget -qO- http://localhost:3000', '      HOSTNAME: 0.0.0.0\n') });
  });
  test('another address, and a script with a second way, are not judged', () => {
    check({ 'compose.yaml': compose('wget -qO- http://web:3000/api/public/health') });
    check({ 'compose.yaml': compose('curl -f http://web:3000 || wget -qO- http://web:3000') });
  });
});
