import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('postgres/host-unreachable', () => {
  const check = ruleChecker('postgres/host-unreachable');
  const compose = (url: string) =>
    `services:\n  web:\n    image: langfuse/langfuse:3\n    environment:\n      DATABASE_URL: ${url}\n  db:\n    image: postgres:17\n`;

  test('replaces the host behind the credentials', () => {
    const { fix } = check({ 'compose.yaml': compose('«postgresql://u:p@localhost:5432/d»') });
    assert.equal(fix()['compose.yaml'], compose('postgresql://u:p@db:5432/d'));
  });
  test('a service is reachable by its name', () => {
    check({ 'compose.yaml': compose('postgresql://u:${P:-p}@db:5432/d') });
  });
});
