import { ruleChecker } from '../../../support/checkRule';

suite('postgres/version', () => {
  const check = ruleChecker('postgres/version');
  const compose = (langfuse: string, postgres: string) =>
    `services:\n  web:\n    image: langfuse/langfuse:${langfuse}\n  db:\n    image: ${postgres}\n`;

  test('marks a server that is too old for the version of Langfuse', () => {
    check({ 'compose.yaml': compose('3', '«postgres:11-alpine»') });
    check({ 'compose.yaml': compose('4', '«postgres:14.2»') });
    check({ 'compose.yaml': compose('latest', '«postgres:13»') });
  });
  test('the oldest that works, no version, and Langfuse 2 are in order', () => {
    check({ 'compose.yaml': compose('3', 'postgres:12') });
    check({ 'compose.yaml': compose('4', 'postgres:15') });
    check({ 'compose.yaml': compose('4', 'postgres') });
    check({ 'compose.yaml': compose('2', 'postgres:11') });
    check({ 'compose.yaml': 'services:\n  db:\n    image: postgres:9\n' });
  });
});
