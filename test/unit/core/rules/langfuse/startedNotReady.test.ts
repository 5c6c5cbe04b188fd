import assert from 'node:assert/strict';
import { checkFiles, ruleChecker } from '../../../support/checkRule';

suite('langfuse/started-not-ready', () => {
  const check = ruleChecker('langfuse/started-not-ready');
  const compose = (web: string, condition: string, key = 'web') =>
    `services:\n  web:\n    image: langfuse/langfuse:3\n${web}  worker:\n    image: langfuse/langfuse-worker:3\n    depends_on:\n      ${key}:\n        condition: ${condition}\n`;

  test('marks a worker that waits for nothing, and gives web a healthcheck that can pass', () => {
    const { fix } = check({ 'compose.yaml': compose('', 'service_started', '«web»') });
    const files = fix();
    const fixed = files['compose.yaml'] ?? '';
    assert.match(fixed, /condition: service_healthy/);
    assert.match(fixed, /\n {4}healthcheck:\n {6}test:\n {8}- CMD-SHELL\n/);
    assert.match(fixed, /\n {4}environment:\n {6}HOSTNAME: '0\.0\.0\.0'\n/);
    const left = checkFiles(files).map(({ code }) => code);
    assert.ok(
      !left.includes('langfuse/healthcheck') && !left.includes('compose/healthy-without-healthcheck'),
    );
  });
  test('a healthcheck that is there stays', () => {
    const healthcheck = '    healthcheck:\n      test: [CMD, wget, http://web:3000/]\n';
    const { fix } = check({ 'compose.yaml': compose(healthcheck, 'service_started', '«web»') });
    assert.equal(fix()['compose.yaml'], compose(healthcheck, 'service_healthy'));
  });
  test('the short form says the same, and is left as it is', () => {
    const { findings } = check({
      'compose.yaml':
        'services:\n  web:\n    image: langfuse/langfuse:3\n  worker:\n    image: langfuse/langfuse-worker:3\n    depends_on: [«web»]\n',
    });
    assert.deepEqual(findings[0]?.fixes, []);
  });
  test('waiting for health, for other services, and not at all are in order', () => {
    check({ 'compose.yaml': compose('', 'service_healthy') });
    check({
      'compose.yaml':
        'services:\n  redis:\n    image: redis:7\n  web:\n    image: langfuse/langfuse:3\n    depends_on: [redis]\n  worker:\n    image: langfuse/langfuse-worker:3\n    depends_on: [redis]\n',
    });
  });
});
