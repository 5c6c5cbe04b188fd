import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('langfuse/enum', () => {
  const check = ruleChecker('langfuse/enum');
  const compose = (entry: string, image = 'langfuse/langfuse:3') =>
    `services:\n  web:\n    image: ${image}\n    environment:\n      ${entry}\n`;

  test('marks another spelling of true, and writes it as a text', () => {
    const { fix } = check({ 'compose.yaml': compose('AUTH_DISABLE_SIGNUP: «yes»') });
    assert.equal(fix()['compose.yaml'], compose("AUTH_DISABLE_SIGNUP: 'true'"));
  });
  test('goes to the line of .env that the value comes from', () => {
    const { fix } = check({
      'compose.yaml': compose('AUTH_DISABLE_SIGNUP: ${NO_SIGNUP}'),
      '.env': 'NO_SIGNUP=«"1"»\n',
    });
    assert.equal(fix()['.env'], 'NO_SIGNUP="true"\n');
  });
  test('marks a word that is none of several, without guessing', () => {
    const { findings } = check({ 'compose.yaml': compose('LANGFUSE_LOG_LEVEL: «verbose»') });
    assert.deepEqual(findings[0]?.fixes, []);
  });
  test('corrects the case of a word', () => {
    const { fix } = check({ 'compose.yaml': compose('LANGFUSE_LOG_LEVEL: «"Debug"»') });
    assert.equal(fix()['compose.yaml'], compose('LANGFUSE_LOG_LEVEL: "debug"'));
  });
  test('exact words, nothing, and unknown values are in order', () => {
    check({ 'compose.yaml': compose('AUTH_DISABLE_SIGNUP: "true"') });
    check({ 'compose.yaml': compose('AUTH_DISABLE_SIGNUP: ""') });
    check({ 'compose.yaml': compose('AUTH_DISABLE_SIGNUP: ${UNKNOWN}') });
  });
  test('a setting that this service or version does not read is not judged', () => {
    check({ 'compose.yaml': compose('AUTH_DISABLE_SIGNUP: yes', 'langfuse/langfuse-worker:3') });
    check({ 'compose.yaml': compose('CLICKHOUSE_DISABLE_TOP_K_THROUGH_JOIN: maybe') });
  });
});
