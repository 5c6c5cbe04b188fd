import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

const service = (body: string) => `services:\n  a:\n    image: x:1\n${body.replaceAll(/^(?=.)/gm, '    ')}`;

suite('compose/env-passthrough', () => {
  const check = ruleChecker('compose/env-passthrough');

  test('marks a name that nothing sets', () => {
    const { fix } = check({ 'compose.yaml': service('environment:\n  - «KEY»\n') });
    assert.equal(fix()['.env'], 'KEY=\n');
    check({ 'compose.yaml': service('environment:\n  «KEY»:\n') });
  });
  test('a name that .env or the shell sets is passed on', () => {
    check({ 'compose.yaml': service('environment: [KEY]\n'), '.env': 'KEY=\n' });
    ruleChecker('compose/env-passthrough', { environment: { KEY: 'x' } })({
      'compose.yaml': service('environment: [KEY]\n'),
    });
  });
  test('an empty value is one, and a service that is not active gets nothing', () => {
    check({ 'compose.yaml': service('environment: [KEY=]\n') });
    check({ 'compose.yaml': service('environment: [KEY]\nprofiles: [p]\n') });
  });
});
