import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('langfuse/init-value', () => {
  const check = ruleChecker('langfuse/init-value');
  const compose =
    'services:\n  web:\n    image: langfuse/langfuse:3\n    env_file: .env\n  worker:\n    image: langfuse/langfuse-worker:3\n    env_file: .env\n';
  const withEnv = (env: string) => ({ 'compose.yaml': compose, '.env': env });

  test('marks what guides print, and empties it for Create Secrets', () => {
    const { fix, findings } = check(
      withEnv(
        'LANGFUSE_INIT_PROJECT_PUBLIC_KEY=«lf_pk_local»\nLANGFUSE_INIT_PROJECT_SECRET_KEY=«lf_sk_local»\nLANGFUSE_INIT_USER_PASSWORD=«StrongPass123!»\n',
      ),
    );
    assert.match(
      fix()['.env'] ?? '',
      /^LANGFUSE_INIT_PROJECT_PUBLIC_KEY=\nLANGFUSE_INIT_PROJECT_SECRET_KEY=lf/,
    );
    for (const { message } of findings) assert.doesNotMatch(message, /local|Strong/);
  });
  test('marks a colon in the public key', () => {
    const { fix, findings } = check(withEnv('LANGFUSE_INIT_PROJECT_PUBLIC_KEY=«pk:1»\n'));
    assert.equal(findings[0]?.severity, 'error');
    assert.equal(fix()['.env'], 'LANGFUSE_INIT_PROJECT_PUBLIC_KEY=\n');
  });
  test('marks a password that is too short', () => {
    check(withEnv('LANGFUSE_INIT_USER_PASSWORD=«seven77»\n'));
  });
  test('a compose file is nothing for Create Secrets to fill', () => {
    const { findings } = check({
      'compose.yaml':
        'services:\n  web:\n    image: langfuse/langfuse:3\n    environment:\n      LANGFUSE_INIT_PROJECT_SECRET_KEY: «lf_sk_local»\n',
    });
    assert.deepEqual(findings[0]?.fixes, []);
  });
  test('values of their own, none, and what only the worker gets are in order', () => {
    check(
      withEnv(
        'LANGFUSE_INIT_PROJECT_PUBLIC_KEY=pk-lf-1\nLANGFUSE_INIT_PROJECT_SECRET_KEY=sk:lf\nLANGFUSE_INIT_USER_PASSWORD=eight888\n',
      ),
    );
    check(withEnv('LANGFUSE_INIT_PROJECT_PUBLIC_KEY=\nLANGFUSE_INIT_USER_PASSWORD=\n'));
    check({
      'compose.yaml':
        'services:\n  worker:\n    image: langfuse/langfuse-worker:3\n    environment:\n      LANGFUSE_INIT_USER_PASSWORD: short\n',
    });
  });
});
