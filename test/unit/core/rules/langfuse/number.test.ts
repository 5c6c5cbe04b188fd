import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('langfuse/number', () => {
  const check = ruleChecker('langfuse/number');
  const compose = (entry: string) =>
    `services:\n  web:\n    image: langfuse/langfuse:3\n    environment:\n      ${entry}\n`;

  test('marks a number with a unit, and goes without it', () => {
    const two = `${compose('A: b')}      REDIS_PORT: «6379/tcp»\n`;
    assert.equal(check({ 'compose.yaml': two }).fix()['compose.yaml'], compose('A: b'));
  });
  test('writes the bound that was passed', () => {
    const { fix } = check({ 'compose.yaml': compose('REDIS_PORT: «70000»') });
    assert.equal(fix('Write 65536')['compose.yaml'], compose("REDIS_PORT: '65536'"));
  });
  test('marks a number out of its bounds', () => {
    check({ 'compose.yaml': compose('REDIS_PORT: «70000»') });
    check({ 'compose.yaml': compose('REDIS_PORT: «0»') });
    check({ 'compose.yaml': compose('LANGFUSE_INIT_PROJECT_RETENTION: «2»') });
  });
  test('a bound itself, and nothing, are in order', () => {
    check({ 'compose.yaml': compose('LANGFUSE_INIT_PROJECT_RETENTION: 3') });
    check({ 'compose.yaml': compose('REDIS_PORT: ""') });
  });
});
