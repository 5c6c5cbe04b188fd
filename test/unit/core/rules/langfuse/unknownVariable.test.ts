import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('langfuse/unknown-variable', () => {
  const check = ruleChecker('langfuse/unknown-variable');
  const compose = (line: string, image = 'langfuse/langfuse:3') =>
    `services:\n  web:\n    image: ${image}\n    environment:\n${line}`;

  test('marks a slip, and offers the name that is meant', () => {
    const { fix } = check({ 'compose.yaml': compose('      «AUTH_DISABLE_SIGN_UP»: "true"\n') });
    assert.equal(fix()['compose.yaml'], compose('      AUTH_DISABLE_SIGNUP: "true"\n'));
  });
  test('does not offer a name that is set already', () => {
    const { findings } = check({
      'compose.yaml': compose('      «REDIS_PROT»: "1"\n      REDIS_PORT: "6379"\n'),
    });
    assert.deepEqual(findings[0]?.fixes, []);
  });
  test('marks a line of an env file, and a name that is like no other', () => {
    check({
      'compose.yaml': 'services:\n  web:\n    image: langfuse/langfuse:3\n    env_file: .env\n',
      '.env': '«LANGFUSE_MAKE_IT_FAST»=true\n',
    });
  });
  test('a name that the compose file uses is of use', () => {
    check({
      'compose.yaml':
        'services:\n  web:\n    image: langfuse/langfuse:3\n    env_file: .env\n    ports: ["${LANGFUSE_PORT}:3000"]\n',
      '.env': 'LANGFUSE_PORT=3000\n',
    });
  });
  test('known names, phantoms, and what is not Langfuse’s are left alone', () => {
    for (const name of [
      'AUTH_DISABLE_SIGNUP',
      'LANGFUSE_RETENTION_DAYS',
      'NODE_OPTIONS',
      'MY_LANGFUSE_THING',
    ])
      check({ 'compose.yaml': compose(`      ${name}: a\n`) });
    check({ 'compose.yaml': compose('      AUTH_DISABLE_SIGN_UP: a\n', 'app:1') });
  });
  test('what applications read of the same file is theirs', () => {
    for (const name of ['LANGFUSE_HOST', 'LANGFUSE_BASE_URL', 'LANGFUSE_PUBLIC_KEY', 'LANGFUSE_SECRET_KEY'])
      check({ 'compose.yaml': compose(`      ${name}: a\n`) });
  });
});
