import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('compose/shell-variable', () => {
  const check = ruleChecker('compose/shell-variable');
  const compose = (command: string) =>
    `services:\n  redis:\n    image: redis:7\n    command: ${command}\n    environment:\n      PASSWORD: a\n`;

  test('marks a variable of the container, and doubles the dollar', () => {
    const { fix } = check({ 'compose.yaml': compose('sh -c "redis-server --requirepass «$PASSWORD»"') });
    assert.equal(fix()['compose.yaml'], compose('sh -c "redis-server --requirepass $$PASSWORD"'));
  });
  test('marks it in a list as well', () => {
    check({ 'compose.yaml': compose("['sh', '-c', 'redis-server --requirepass «${PASSWORD}»']") });
  });
  test('a variable that compose knows, a default and two dollars are meant', () => {
    check({ 'compose.yaml': compose('redis-server --requirepass $PASSWORD'), '.env': 'PASSWORD=a\n' });
    check({ 'compose.yaml': compose('redis-server --requirepass ${PASSWORD:-a} $$PASSWORD') });
  });
  test('a variable that the container does not have is a question of its own', () => {
    check({ 'compose.yaml': compose('redis-server --requirepass $OTHER') });
  });
});
