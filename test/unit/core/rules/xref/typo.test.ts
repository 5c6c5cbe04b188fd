import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('xref/typo', () => {
  const check = ruleChecker('xref/typo');
  const compose = (value: string) =>
    `services:\n  app:\n    image: app:1\n    environment:\n      A: ${value}\n`;

  test('marks a name that the compose file asks for in other letters, and renames it', () => {
    const { fix } = check({
      'compose.yaml': compose('${CLICKHOUSE_PASSWORD:?}'),
      '.env': '«CLICKHOUSE_PASWORD»=a\n',
    });
    assert.equal(fix()['.env'], 'CLICKHOUSE_PASSWORD=a\n');
  });
  test('swapped letters are one slip', () => {
    check({ 'compose.yaml': compose('${API_TOKEN}'), '.env': '«API_TOEKN»=a\n' });
  });
  test('a name that is set, one that is used, and one with a default have no slip', () => {
    check({ 'compose.yaml': compose('${API_TOKEN}'), '.env': 'API_TOKEN=a\nAPI_TOKENS=b\n' });
    check({ 'compose.yaml': compose('${API_TOKEN}${API_TOKENS}'), '.env': 'API_TOKENS=b\n' });
    check({ 'compose.yaml': compose('${API_TOKEN:-x}'), '.env': 'API_TOKENS=b\n' });
  });
  test('short names, other digits and other words are different names', () => {
    check({
      'compose.yaml': compose('${PORT}${NODE_1_HOST}${API_TOKEN}'),
      '.env': 'POST=1\nNODE_2_HOST=b\nAPI_LEVEL=1\n',
    });
  });
});
