import { ruleChecker } from '../../../support/checkRule';

suite('langfuse/number', () => {
  const check = ruleChecker('langfuse/number');
  const compose = (entry: string) =>
    `services:\n  web:\n    image: langfuse/langfuse:3\n    environment:\n      ${entry}\n`;

  test('marks a number with a unit', () => check({ 'compose.yaml': compose('REDIS_PORT: «6379/tcp»') }));
  test('marks a number out of its bounds', () => {
    check({ 'compose.yaml': compose('REDIS_PORT: «70000»') });
    check({ 'compose.yaml': compose('REDIS_PORT: «0»') });
    check({ 'compose.yaml': compose('LANGFUSE_INIT_PROJECT_RETENTION: «2»') });
  });
  test('a bound itself, and nothing, are in order', () => {
    check({ 'compose.yaml': compose('LANGFUSE_INIT_PROJECT_RETENTION: 3') });
    check({ 'compose.yaml': compose('REDIS_PORT: ""') });
  });
});
