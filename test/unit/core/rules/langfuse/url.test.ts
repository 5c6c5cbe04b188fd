import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('langfuse/url', () => {
  const check = ruleChecker('langfuse/url');
  const compose = (url: string) =>
    `services:\n  web:\n    image: langfuse/langfuse:3\n    environment:\n      NEXTAUTH_URL: ${url}\n`;

  test('marks an address without a scheme', () => {
    const { fix } = check({ 'compose.yaml': compose('«langfuse.example.com»') });
    assert.equal(fix()['compose.yaml'], compose('https://langfuse.example.com'));
  });
  test('offers nothing for what is no host', () => {
    const { findings } = check({ 'compose.yaml': compose('«later»') });
    assert.deepEqual(findings[0]?.fixes, []);
  });
  test('a whole address, an empty one and one that is not known are not judged', () => {
    check({ 'compose.yaml': compose('https://langfuse.example.com') });
    check({ 'compose.yaml': compose('""') });
    check({ 'compose.yaml': compose('${HOST}') });
  });
});
