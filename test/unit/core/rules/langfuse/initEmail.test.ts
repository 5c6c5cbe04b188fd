import { ruleChecker } from '../../../support/checkRule';

suite('langfuse/init-email', () => {
  const check = ruleChecker('langfuse/init-email');
  const compose = (email: string, image = 'langfuse') =>
    `services:\n  web:\n    image: langfuse/${image}:3\n    environment:\n      LANGFUSE_INIT_USER_EMAIL: ${email}\n`;

  test('marks what is no address', () => {
    for (const email of ['«admin»', '«admin@localhost»', '«a b@example.org»', `«'"a@example.org"'»`])
      check({ 'compose.yaml': compose(email) });
  });
  test('marks the line of the file that holds it', () => {
    check({
      'compose.yaml': compose('${LANGFUSE_INIT_USER_EMAIL}'),
      '.env': 'LANGFUSE_INIT_USER_EMAIL=«nobody»\n',
    });
  });
  test('addresses, none, an unknown one and that of the worker are in order', () => {
    for (const email of ['a@b.example', "'first.last+tag@sub.example.org'", '""', '${E:?}'])
      check({ 'compose.yaml': compose(email) });
    check({ 'compose.yaml': compose('admin', 'langfuse-worker') });
  });
});
