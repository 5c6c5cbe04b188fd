import { ruleChecker } from '../../../support/checkRule';

suite('langfuse/init-partial', () => {
  const check = ruleChecker('langfuse/init-partial');
  const compose = (...entries: string[]) =>
    `services:\n  web:\n    image: langfuse/langfuse:3\n    environment:\n${entries.map((entry) => `      LANGFUSE_INIT_${entry}\n`).join('')}`;

  test('marks a key without its other half', () => {
    check({ 'compose.yaml': compose('ORG_ID: o', 'PROJECT_ID: p', 'PROJECT_PUBLIC_KEY: «pk-lf-1»') });
  });
  test('marks what an organisation is missing for', () => {
    check({ 'compose.yaml': compose('PROJECT_ID: «p»') });
  });
  test('all of it, or none of it, is in order', () => {
    check({
      'compose.yaml': compose('ORG_ID: o', 'USER_EMAIL: a@example.org', 'USER_PASSWORD: long enough'),
    });
    check({ 'compose.yaml': compose('ORG_ID: ""', 'PROJECT_ID: ""') });
  });
});
