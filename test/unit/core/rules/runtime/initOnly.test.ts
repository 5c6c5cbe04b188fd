import assert from 'node:assert/strict';
import { Secret } from '../../../../../src/core/secret';
import { container } from '../../../support/builders';
import { ruleChecker } from '../../../support/checkRule';

suite('runtime/init-only', () => {
  const running = (name: string, value: string) => ({
    engine: {
      containers: [container('db', { environment: new Map([[name, new Secret(value)]]) })],
      volumes: [],
    },
  });
  const files = (value: string, name = 'POSTGRES_PASSWORD') => ({
    'compose.yaml': `services:\n  db:\n    image: postgres:17.6\n    environment:\n      ${name}: \${P:-x}\n`,
    '.env': `P=${value}\n`,
  });

  test('marks the new password, since the volume has the former one, and puts that back', () => {
    const check = ruleChecker('runtime/init-only', running('POSTGRES_PASSWORD', 'swordfish'));
    const { findings, fix } = check(files('«hunter2»'));
    assert.equal(findings[0]!.severity, 'error');
    assert.doesNotMatch(findings[0]!.message, /swordfish|hunter2/);
    // What stands behind the reference is the default, so the entry itself is left alone.
    assert.equal(findings[0]!.fixes.length, 1);
    assert.equal(fix()['.env'], 'P=swordfish\n');
  });
  test('the password that the container has is no news', () => {
    ruleChecker('runtime/init-only', running('POSTGRES_PASSWORD', 'swordfish'))(files('swordfish'));
  });
  test('what Postgres reads at every start is not meant', () => {
    ruleChecker('runtime/init-only', running('PGTZ', 'UTC'))(files('GMT', 'PGTZ'));
  });
  test('nothing is said without an engine', () => {
    ruleChecker('runtime/init-only')(files('hunter2'));
  });
});
