import assert from 'node:assert/strict';
import { checkFiles } from '../../support/checkRule';
import type { Files } from '../../support/checkRule';

/** Stacks that are in order: every finding here is noise. */
suite('rules say nothing', () => {
  const SECRET = '0123456789abcdef'.repeat(4);
  const elsewhere = [
    `DATABASE_URL: postgresql://u:p${SECRET}@db.example.org:5432/x`,
    'NEXTAUTH_URL: https://langfuse.example.org',
    `NEXTAUTH_SECRET: n${SECRET}`,
    `SALT: s${SECRET}`,
    `ENCRYPTION_KEY: ${SECRET}`,
    'CLICKHOUSE_URL: https://ch.example.org:8443',
    'CLICKHOUSE_MIGRATION_URL: clickhouse://ch.example.org:9440',
    'CLICKHOUSE_MIGRATION_SSL: "true"',
    'CLICKHOUSE_USER: default',
    `CLICKHOUSE_PASSWORD: c${SECRET}`,
    'LANGFUSE_S3_EVENT_UPLOAD_BUCKET: events',
  ];
  const stack = (...more: string[]): Files => ({
    'compose.yaml': [
      'services:',
      '  web:',
      '    image: ghcr.io/langfuse/langfuse:3.225.4',
      '    ports: ["127.0.0.1:3000:3000"]',
      '    environment: &environment',
      ...[...elsewhere, ...more].map((line) => `      ${line}`),
      '  worker:',
      '    image: ghcr.io/langfuse/langfuse-worker:3.225.4',
      '    environment: *environment',
      '',
    ].join('\n'),
  });
  const quiet: Readonly<Record<string, Files>> = {
    'where every server is elsewhere': stack('REDIS_CONNECTION_STRING: rediss://:p@redis.example.org:6380'),
    'about Redis with sentinels': stack(
      'REDIS_SENTINEL_ENABLED: "true"',
      'REDIS_SENTINEL_NODES: s1.example.org:26379,s2.example.org:26379',
      'REDIS_SENTINEL_MASTER_NAME: primary',
    ),
    'about Azure': stack(
      'LANGFUSE_USE_AZURE_BLOB: "true"',
      'LANGFUSE_S3_EVENT_UPLOAD_ENDPOINT: https://account.blob.core.windows.net',
      'REDIS_HOST: redis.example.org',
    ),
    'about Google': stack('LANGFUSE_USE_GOOGLE_CLOUD_STORAGE: "true"', 'REDIS_HOST: 10.0.0.3'),
    'about the names of a cluster': stack(
      'REDIS_HOST: langfuse-redis-primary.langfuse.svc.cluster.local',
      'HOSTNAME: 0.0.0.0',
    ),
    'about Langfuse 2, which needs Postgres alone': {
      'compose.yaml':
        'services:\n  langfuse:\n    image: langfuse/langfuse:2\n    environment:\n      DATABASE_URL: postgresql://u:p@db.example.org/x\n      NEXTAUTH_SECRET: s3cr3t\n      SALT: s4lt\n      NEXTAUTH_URL: http://localhost:3000\n',
    },
    'about Langfuse where it is only used': {
      'compose.yaml':
        'services:\n  app:\n    image: app:1\n    environment: [LANGFUSE_HOST=https://cloud.langfuse.com, LANGFUSE_SECRET_KEY, SMTP_HOST, AUTH_DISABLE_SIGNUP, "DATABASE_URL=postgres://u:p@db/app"]\n  db:\n    image: postgres:16.3\n    environment: {POSTGRES_PASSWORD: postgres}\n    volumes: ["db:/var/lib/postgresql/data"]\nvolumes: {db: {}}\n',
      '.env': 'LANGFUSE_SECRET_KEY=sk-lf-1\nSMTP_HOST=mail\nAUTH_DISABLE_SIGNUP=true\n',
    },
  };
  for (const [name, files] of Object.entries(quiet)) {
    test(name, () => {
      assert.deepEqual(
        checkFiles(files).map(({ code, message }) => `${code}: ${message}`),
        [],
      );
    });
  }
});
