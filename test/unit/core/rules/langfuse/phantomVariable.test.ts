import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('langfuse/phantom-variable', () => {
  const check = ruleChecker('langfuse/phantom-variable');
  const compose = 'services:\n  web:\n    image: langfuse/langfuse:3\n    env_file: .env\n';

  test('marks names that never existed, and removes them when asked', () => {
    const { fix } = check({
      'compose.yaml': compose,
      '.env': '«LANGFUSE_RETENTION_DAYS»=90\n«LANGFUSE_INIT_SKIP»=true\nSALT=a\n',
    });
    assert.equal(fix('Remove the line')['.env'], 'LANGFUSE_INIT_SKIP=true\nSALT=a\n');
  });
  test('certificates under names that nothing reads matter with TLS only', () => {
    const withTls = (value: string, name: string) =>
      `services:\n  web:\n    image: langfuse/langfuse:4\n    environment:\n      REDIS_TLS_ENABLED: "${value}"\n      ${name}: /certs/ca.crt\n`;
    check({ 'compose.yaml': withTls('false', 'REDIS_TLS_CA') });
    check({ 'compose.yaml': withTls('true', '«REDIS_TLS_CA»') });
  });
  test('renames what only has another name', () => {
    const { fix } = check({ 'compose.yaml': compose, '.env': '«S3_REGION»=auto\n' });
    assert.equal(fix()['.env'], 'LANGFUSE_S3_BATCH_EXPORT_REGION=auto\n');
  });
  test('puts the mail address together from its parts', () => {
    const { fix } = check({
      'compose.yaml': compose,
      '.env': '«SMTP_HOST»=h\n«SMTP_PORT»=587\n«SMTP_USER»=u\n«SMTP_PASS»=p\nSALT=a\n',
    });
    assert.equal(
      fix()['.env'],
      'SMTP_HOST=h\nSMTP_PORT=587\nSMTP_USER=u\nSMTP_PASS=p\nSMTP_CONNECTION_URL=smtp://${SMTP_USER}:${SMTP_PASS}@${SMTP_HOST}:${SMTP_PORT}\nSALT=a\n',
    );
  });
  test('takes the sender from the user, or from the domain of the mail server', () => {
    const senderFor = (user: string, host: string) => {
      const { fix } = check({
        'compose.yaml': compose,
        '.env': `«SMTP_HOST»=${host}\n«SMTP_USER»=${user}\n`,
      });
      return /^EMAIL_FROM_ADDRESS=(.*)$/m.exec(fix()['.env'] ?? '')?.[1];
    };
    assert.equal(senderFor('a@b.example', 'h'), '${SMTP_USER}');
    assert.equal(senderFor('apikey', 'smtp.mail.example.org'), 'langfuse@mail.example.org');
    assert.equal(senderFor('apikey', 'example.org'), undefined);
  });
  test('marks entries of the compose file', () => {
    const { fix } = check({
      'compose.yaml':
        'services:\n  web:\n    image: langfuse/langfuse:3\n    environment:\n      «REDIS_TLS_CA»: /ca\n    restart: always\n',
    });
    assert.equal(
      fix()['compose.yaml'],
      'services:\n  web:\n    image: langfuse/langfuse:3\n    restart: always\n',
    );
  });
  test('a name that another program gets is its business', () => {
    check({
      'compose.yaml': `${compose}  mailer:\n    image: mailer:1\n    environment:\n      SMTP_HOST: h\n`,
      '.env': 'SMTP_HOST=h\n',
    });
    check({ 'compose.yaml': 'services:\n  app:\n    image: app:1\n', '.env': 'SMTP_HOST=h\n' });
  });
  test('what Langfuse reads is no phantom', () => {
    check({ 'compose.yaml': compose, '.env': 'SMTP_CONNECTION_URL=smtp://h\nLANGFUSE_INIT_ORG_ID=o\n' });
  });
});
