import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('langfuse/worker-image', () => {
  const check = ruleChecker('langfuse/worker-image');
  const compose = (first: string, second: string, name = 'langfuse-worker') =>
    `services:\n  langfuse:\n    image: ${first}\n    ports: ['3000:3000']\n  ${name}:\n    image: ${second}\n`;
  const web = 'ghcr.io/langfuse/langfuse:3';

  test('marks the web image where a worker is meant, and swaps it at the same version', () => {
    const { fix } = check({ 'compose.yaml': compose(web, `«${web}»`) });
    assert.equal(fix()['compose.yaml'], compose(web, 'ghcr.io/langfuse/langfuse-worker:3'));
  });
  test('goes by ports where the name does not tell', () => {
    check({ 'compose.yaml': compose(web, `«${web}»`, 'background') });
  });
  test('marks a lone web image without guessing a fix', () => {
    const { findings } = check({
      'compose.yaml': `services:\n  web:\n    image: «${web}»\n  redis:\n    image: redis:7\n`,
    });
    assert.deepEqual(findings[0]?.fixes, []);
    assert.equal(findings[0].severity, 'error');
  });
  test('with a queue elsewhere the worker may be elsewhere', () => {
    const { findings } = check({ 'compose.yaml': `services:\n  web:\n    image: «${web}»\n` });
    assert.equal(findings[0]?.severity, 'warning');
    assert.match(findings[0].message, /unless a worker runs elsewhere/);
  });
  test('a worker by any name is a worker', () => {
    check({ 'compose.yaml': compose(web, 'registry.example.org/mirror/langfuse-worker:3', 'jobs') });
  });
  test('says nothing while a part of the file cannot be read', () => {
    check({ 'compose.yaml': compose(web, 'langfuse/langfuse-worker:3') + '  broken: [\n' });
  });
});
