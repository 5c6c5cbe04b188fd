import assert from 'node:assert/strict';
import { holdsPassword, isSecretName, passwordsIn } from '../../../src/core/secretNames';

suite('secret names', () => {
  const SECRET = [
    'CLICKHOUSE_PASSWORD',
    'SMTP_PASS',
    'REDIS_AUTH',
    'SALT',
    'NEXTAUTH_SECRET',
    'ENCRYPTION_KEY',
    'LANGFUSE_INIT_PROJECT_SECRET_KEY',
    'LANGFUSE_S3_EVENT_UPLOAD_SECRET_ACCESS_KEY',
    'API_TOKEN',
    'api_key',
    'PGPASSWORD',
    'MYSQL_PWD',
    'DB_PW',
    'OPENAI_APIKEY',
    'GITHUB_PAT',
    'NEXTAUTH_SECRET ',
    'API_KEY_DEFAULT',
    'ENCRYPTION_KEY_OLD_2',
    'SIGNING_KEYS',
    'apiKey',
    'x-api-key',
    'client.secret',
    'SLACK_WEBHOOK_URL',
  ];
  const PLAIN = [
    'AUTH_DISABLE_SIGNUP',
    'NEXTAUTH_URL',
    'LANGFUSE_INIT_PROJECT_PUBLIC_KEY',
    'LANGFUSE_CACHE_API_KEY_ENABLED',
    'REDIS_KEY_PREFIX',
    'LANGFUSE_S3_EVENT_UPLOAD_ACCESS_KEY_ID',
    'MAX_TOKENS',
    'KEYBOARD',
    'PASSENGER',
    'AUTH_DISABLE_USERNAME_PASSWORD',
    'ALLOW_EMPTY_PASSWORD',
    'PUBLIC_KEY_DEFAULT',
    'NEXT_PUBLIC_POSTHOG_KEY',
    'TOKEN_TTL',
    'SECRET_NAME',
    'DEFAULT_PORT_2',
    'PWD',
    'OLDPWD',
    'PATH',
  ];
  for (const name of SECRET) test(`${name} is one`, () => assert.ok(isSecretName(name)));
  for (const name of PLAIN) test(`${name} is none`, () => assert.ok(!isSecretName(name)));
});

suite('values that hold a password', () => {
  for (const value of [
    'postgresql://u:p@h:5432/d',
    'redis://:p@h',
    'x=clickhouse://a:b@c',
    'postgresql://u:ba+se/64=@h/d',
    'clickhouse://h:9000?username=u&password=p',
    'DefaultEndpointsProtocol=https;AccountName=a;AccountKey=k==',
  ]) {
    test(value, () => assert.ok(holdsPassword(value)));
  }
  for (const value of [
    'http://clickhouse:8123',
    'http://h/p@q',
    'u:p@h',
    'https://h:1/x:y@z',
    'https://h/reset?password=',
  ]) {
    test(`not ${value}`, () => assert.ok(!holdsPassword(value)));
  }
  test('every password is found, as it is written', () =>
    assert.deepEqual(passwordsIn('postgres://a:p%40@h,postgres://b:q/r@i?sslpassword=x&password=s'), [
      'p%40',
      'q/r',
      'x',
      's',
    ]));
});
