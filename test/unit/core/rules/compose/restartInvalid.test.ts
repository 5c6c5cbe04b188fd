import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

const service = (body: string) => `services:\n  a:\n    image: x:1\n${body.replaceAll(/^(?=.)/gm, '    ')}`;

suite('compose/restart-invalid', () => {
  const check = ruleChecker('compose/restart-invalid');

  test('marks a word that the engine refuses', () => {
    const { fix } = check({ 'compose.yaml': service('restart: «unless_stopped»\n') });
    assert.equal(fix()['compose.yaml'], service('restart: unless-stopped\n'));
    const other = check({ 'compose.yaml': service('restart: «"yes"»\n') });
    assert.equal(other.fix()['compose.yaml'], service('restart: "unless-stopped"\n'));
  });
  test('every policy is fine, and so is nothing', () => {
    for (const word of ['"no"', 'no', 'always', 'on-failure', 'on-failure:5', 'unless-stopped', '""'])
      check({ 'compose.yaml': service(`restart: ${word}\n`) });
    check({ 'compose.yaml': service('init: true\n') });
  });
  test('a number of attempts is one', () => {
    check({ 'compose.yaml': service('restart: «on-failure:many»\n') });
  });
});
