import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('xref/only-in-env-file', () => {
  const check = ruleChecker('xref/only-in-env-file');
  const compose = (value: string) =>
    `services:\n  app:\n    image: app:1\n    env_file: app.env\n    environment:\n      A: ${value}\n`;

  test('marks a reference that finds nothing, and copies the line to .env', () => {
    const { fix } = check({ 'compose.yaml': compose('«${PORT}»'), 'app.env': 'PORT="3000"\n' });
    assert.equal(fix()['.env'], 'PORT="3000"\n');
  });
  test('is an error where compose refuses to go on', () => {
    const { findings } = check({ 'compose.yaml': compose('«${PORT:?}»'), 'app.env': 'PORT=1\n' });
    assert.equal(findings[0]?.severity, 'error');
  });
  test('a variable that .env sets too, and a default, are in order', () => {
    check({ 'compose.yaml': compose('${PORT}'), 'app.env': 'PORT=1\n', '.env': 'PORT=2\n' });
    check({ 'compose.yaml': compose('${PORT:-2}'), 'app.env': 'PORT=1\n' });
  });
});
