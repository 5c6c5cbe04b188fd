import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('compose/list-quotes-literal', () => {
  const check = ruleChecker('compose/list-quotes-literal');
  const compose = (item: string) =>
    `services:\n  app:\n    image: app:1\n    environment:\n      - ${item}\n`;

  test('marks quotes that the container receives, and removes them', () => {
    const { fix } = check({ 'compose.yaml': compose('LANGFUSE_INIT_ORG_NAME=«"My Company"»') });
    assert.equal(fix()['compose.yaml'], compose('LANGFUSE_INIT_ORG_NAME=My Company'));
  });
  test('quotes around the item, and inside a value, are meant', () => {
    check({ 'compose.yaml': compose('"A=one"') });
    check({ 'compose.yaml': compose(`'A="one"'`) });
    check({ 'compose.yaml': compose('A=-Dname="one"') });
    check({ 'compose.yaml': compose('A="one" and "two"') });
  });
});
