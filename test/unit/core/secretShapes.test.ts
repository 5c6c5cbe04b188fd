import assert from 'node:assert/strict';
import { secretSpansIn } from '../../../src/core/secretShapes';

suite('secrets by their shape', () => {
  /** Such as are no secrets of anybody, put together so that no scanner takes them for one. */
  const uuid = '01234567-89ab-4cde-8f01-23456789abcd';
  const long = '0aA1bB2cC3dD4eE5fF6gG7hH8iI9jJ0kK1lL2';

  /** `«…»` marks what must not be seen. */
  const SECRETS = [
    'postgresql://u:«p%40»@h:5432/d',
    'redis://:«ba+se/64=»@h',
    'https://user:«pass»@host/path',
    'https://h/hook?token=«t0ken»&x=1',
    'clickhouse://h:9000?username=u&password=«p»',
    'https://h/?access_token=«abc»',
    'host=db user=u password=«p» port=5432',
    'AccountName=a;AccountKey=«k==»',
    'SharedAccessSignature sig=«abc%3D»',
    '-Djavax.net.ssl.keyStorePassword=«p» -Xmx1g',
    '--requirepass «hunter2» --appendonly yes',
    'redis-cli -h redis -a «hunter2» ping',
    'Authorization=Basic «cGstbGY6c2stbGY=»',
    'Authorization=Basic%20«cGstbGY6c2stbGY=»',
    'x-authorization: Bearer «abcdef0123456789»',
    'https://hooks.slack.com/services/«T0/B0/xxxxxxxx»',
    'https://discord.com/api/webhooks/«123456/abcdefgh»',
    'https://api.telegram.org/«bot123456:AAabcdefgh»/sendMessage',
    `«sk-lf-${uuid}»`,
    `key «sk-proj-${long}» here`,
    `«AKIA${long.slice(0, 16).toUpperCase()}»`,
    `«ghp_${long}»`,
    `https://«github_pat_${long}»@github.com/a/b.git`,
    `«glpat-${long}»`,
    `«xoxb-${long}»`,
    `«sk_live_${long}»`,
    `«AIza${long.slice(0, 35)}»`,
    '«eyJhbGciOiJI.eyJzdWIiOiIx.c2lnbmF0dXJl»',
    'admin:«$$apr1$$salt0123$$hashhashhash»',
    '«-----BEGIN PRIVATE KEY-----\nMIIEvQ\n»-----END PRIVATE KEY-----',
  ];
  for (const marked of SECRETS) {
    test(marked, () => {
      const text = marked.replace(/[«»]/g, '');
      const start = marked.indexOf('«');
      const end = marked.indexOf('»') - 1;
      const spans = secretSpansIn(text);
      assert.ok(spans.length > 0);
      assert.deepEqual(
        [Math.min(...spans.map((span) => span.start)), Math.max(...spans.map((span) => span.end))],
        [start, end],
      );
    });
  }

  const PLAIN = [
    `pk-lf-${uuid}`,
    'true',
    '3000',
    '127.0.0.1:3000:3000',
    'http://clickhouse:8123',
    'https://langfuse.example.com/auth/callback?next=/home',
    'https://h:1/x:y@z',
    'http://h/p@q',
    'u:p@h',
    'https://h/reset?password=',
    'langfuse/langfuse:3.225.4',
    `clickhouse/clickhouse-server@sha256:${'0123456789abcdef'.repeat(4)}`,
    'ghcr.io/acme/token-service:1.2',
    'sk-learn-server-with-a-long-name',
    'task-0123456789abcdef0123',
    '--requirepass ${REDIS_AUTH}',
    '--auth-host=scram-sha-256',
    '--auth=trust',
    'AUTH_DISABLE_USERNAME_PASSWORD=true',
    'postgres://u:${DB_PASSWORD}@h/d?token=${TOKEN}',
    'max_tokens=4096&n=1',
    'Basic authentication is used',
    '-----BEGIN CERTIFICATE-----\nMIIEvQ\n-----END CERTIFICATE-----',
    'https://hooks.example.com/services',
    uuid,
    '$$HOME/bin',
    'a@b.example, c@d.example',
  ];
  for (const text of PLAIN) test(`not ${text}`, () => assert.deepEqual(secretSpansIn(text), []));
});
