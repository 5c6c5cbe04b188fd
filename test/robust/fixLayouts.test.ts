import assert from 'node:assert/strict';
import type { Diagnostic, Fix } from '../../src/core/diagnostic';
import { applyFileEdits, checkFiles, resolveTexts } from '../unit/support/checkRule';
import type { Files } from '../unit/support/checkRule';
import { assertOthersUnchanged } from '../unit/support/unchangedOthers';

/** One stack full of mistakes, written in every way that YAML has: each fix must do the same in all of them. */
suite('fixes in every layout', () => {
  type Environment = Readonly<Record<string, string>>;
  const services: Readonly<Record<string, { image: string; environment: Environment; more?: string }>> = {
    web: {
      image: 'langfuse/langfuse:3.225.4',
      environment: {
        CLICKHOUSE_URL: 'clickhouse:9000',
        CLICKHOUSE_MIGRATION_URL: 'http://clickhouse:8123',
        CLICKHOUSE_USER: 'other',
        CLICKHOUSE_PASSWORD: 'abcabcabcabcabcabcabcabcabcabc1',
        CLICKHOUSE_CLUSTER_ENABLED: 'False',
        DATABASE_URL: 'postgresql://langfuse:wrongwrong1@postgres:5432/langfuse',
        REDIS_HOST: 'localhost',
        REDIS_AUTH: '${REDIS_AUTH}',
        REDIS_PORT: '70000',
        NEXTAUTH_URL: 'localhost:3000',
        NEXTAUTH_SECRET: '${NEXTAUTH_SECRET}',
        SALT: 'one-salt-one-salt-one-salt-one-salt-1',
        ENCRYPTION_KEY: '${ENCRYPTION_KEY}',
        LANGFUSE_S3_EVENT_UPLOAD_BUCKET: 'langfuse',
        LANGFUSE_S3_EVENT_UPLOAD_ENDPOINT: 'http://minio:9000',
        LANGFUSE_S3_EVENT_UPLOAD_ACCESS_KEY_ID: 'minio',
        LANGFUSE_S3_EVENT_UPLOAD_SECRET_ACCESS_KEY: 'otherother1',
        LANGFUSE_S3_EVENT_UPLOAD_FORCE_PATH_STYLE: 'false',
        LANGFUSE_S3_EVENT_UPLOAD_PREFIX: 'events',
        LANGFUSE_S3_MEDIA_UPLOAD_ENDPOINT: 'http://minio:9000',
        LANGFUSE_S3_MEDIA_UPLOAD_BUCKET: 'langfuse',
        AUTH_DISABLE_SIGNUP: 'yes',
        LANGFUSE_LOG_LEVEL: 'INFO',
        SMTP_HOST: 'mail',
        EMAIL_FROM_ADDRESS: 'a@b.c',
        LANGFUSE_INIT_PROJECT_ID: 'p',
        TELEMETRY_ENABLED: '${NOWHERE}',
        LANGFUSE_USE_AZURE_BLOB: 'true',
        LANGFUSE_USE_GOOGLE_CLOUD_STORAGE: 'true',
      },
    },
    worker: {
      image: 'langfuse/langfuse-worker:latest',
      environment: {
        CLICKHOUSE_URL: 'http://clickhouse:8123',
        CLICKHOUSE_USER: 'langfuse',
        CLICKHOUSE_PASSWORD: '${CLICKHOUSE_PASSWORD}',
        SALT: 'other-salt-other-salt-other-salt-other-1',
        LANGFUSE_AUTO_CLICKHOUSE_MIGRATION_DISABLED: 'true',
        DATABASE_URL: 'postgresql://langfuse:p@ss@postgres:5432/langfuse',
      },
    },
    clickhouse: {
      image: 'clickhouse/clickhouse-server:24.1',
      environment: {
        CLICKHOUSE_USER: 'langfuse',
        CLICKHOUSE_PASSWORD: '${CLICKHOUSE_PASSWORD}',
        CLICKHOUSE_DEFAULT_ACCESS_MANAGEMENT: '1',
        TZ: 'Europe/Berlin',
      },
      more: 'mem_limit: 8g\n',
    },
    postgres: {
      image: 'postgres',
      environment: { POSTGRES_USER: 'langfuse', POSTGRES_PASSWORD: 'rightright1', POSTGRES_DB: 'langfuse' },
    },
    redis: {
      image: 'redis:7',
      environment: { A: '1' },
      more: 'command: redis-server --requirepass ${REDIS_AUTH} --maxmemory-policy allkeys-lru\nhealthcheck:\n  test: [CMD, redis-cli, ping]\n',
    },
    minio: {
      image: 'minio/minio',
      environment: { MINIO_ROOT_USER: 'minio', MINIO_ROOT_PASSWORD: '${MINIO_ROOT_PASSWORD}' },
      more: 'restart: allways\n',
    },
  };
  const env =
    'CLICKHOUSE_PASSWORD=hexhexhexhexhexhexhexhexhexhex11\nREDIS_AUTH=redisredisredisredisredisredis11\nMINIO_ROOT_PASSWORD=short\nNEXTAUTH_SECRET=<secret>\nENCRYPTION_KEY=abc\nUNUSED=1\nCLICKHOUSE_PASSWRD=x\n';

  /** What stands in the service, and what must stand at the start of the file. */
  type Layout = (environment: Environment, service: string) => readonly [own: string, top?: string];
  const joined = (environment: Environment, toText: (name: string, value: string) => string, gap = '') =>
    Object.entries(environment)
      .map(([name, value]) => toText(name, value))
      .join(gap);
  const inDoubleQuotes = (name: string, value: string) => `${name}: "${value}"`;
  const block = (environment: Environment) =>
    joined(environment, (name, value) => `  ${inDoubleQuotes(name, value)}\n`);
  const needsQuotes = (value: string) => /[{}]|^[\d.]+$|^(?:true|false|yes)$/i.test(value);
  const layouts: Readonly<Record<string, Layout>> = {
    'a mapping': (all) => [`environment:\n${block(all)}`],
    'a mapping without quotes': (all) => [
      `environment:\n${joined(all, (name, value) => `  ${name}: ${needsQuotes(value) ? `'${value}'` : value}\n`)}`,
    ],
    'a list': (all) => [`environment:\n${joined(all, (name, value) => `  - ${name}=${value}\n`)}`],
    'a list beside its key': (all) => [
      `environment:\n${joined(all, (name, value) => `- ${name}=${value}\n`)}`,
    ],
    'a list in quotes': (all) => [
      `environment:\n${joined(all, (name, value) => `  - "${name}=${value}"\n`)}`,
    ],
    'an anchor': (all, name) => [`environment: *${name}\n`, `x-${name}: &${name}\n${block(all)}`],
    'a merge key': (all, name) => [`environment:\n  <<: *${name}\n`, `x-${name}: &${name}\n${block(all)}`],
    braces: (all) => [`environment: {${joined(all, inDoubleQuotes, ', ')}}\n`],
    'braces without quotes': (all) => [
      `environment: { ${joined(all, (name, value) => `${name}: ${needsQuotes(value) ? `'${value}'` : value}`, ', ')} }\n`,
    ],
    'braces with a last comma': (all) => [`environment: {${joined(all, inDoubleQuotes, ', ')},}\n`],
    'braces over lines': (all) => [
      `environment:\n  {\n${joined(all, (name, value) => `    ${name}: '${value}'`, ',\n')}\n  }\n`,
    ],
    'braces over lines with a last comma': (all) => [
      `environment: {\n${joined(all, (name, value) => `    ${name}: '${value}',\n`)}  }\n`,
    ],
    brackets: (all) => [`environment: [${joined(all, (name, value) => `"${name}=${value}"`, ', ')}]\n`],
    'brackets over lines': (all) => [
      `environment: [\n${joined(all, (name, value) => `    '${name}=${value}',\n`)}  ]\n`,
    ],
  };
  const variants: Readonly<Record<string, (text: string) => string>> = {
    'as it is': (text) => text,
    'with the line ends of Windows': (text) => text.replaceAll('\n', '\r\n'),
    'without an end of the last line': (text) => text.trimEnd(),
  };

  const compose = (layout: Layout): string => {
    let top = '';
    let body = 'services:\n';
    for (const [name, { image, environment, more = '' }] of Object.entries(services)) {
      const [own, anchored = ''] = layout(environment, name);
      top += anchored;
      body += `  ${name}:\n${`image: ${image}\n${own}${more}`.replace(/^(?=.)/gm, '    ')}`;
    }
    return top + body;
  };

  const filesOf = (layout: string, variant: string): Files => ({
    'compose.yaml': variants[variant]!(compose(layouts[layout]!)),
    '.env': variants[variant]!(env),
  });

  /** What each fix leaves behind, by code and title; fixes that are called alike come in their order. */
  const outcomes = (files: Files): readonly string[] => {
    const found = checkFiles(files);
    const before = { project: resolveTexts(files, {}), files };
    const left = (code: string, { title, edits }: Fix): string => {
      const fixed = applyFileEdits(files, edits);
      const after = checkFiles(fixed);
      assert.ok(count(after, code) < count(found, code), `${title} leaves ${code}: ${fixed['compose.yaml']}`);
      assertOthersUnchanged(before, { project: resolveTexts(fixed, {}), files: fixed }, edits);
      if (files['.env']!.includes('\r'))
        for (const text of Object.values(fixed)) assert.doesNotMatch(text, /(?<!\r)\n/, title);
      return after
        .map((finding) => finding.code)
        .sort()
        .join(' ');
    };
    return found
      .flatMap(({ code, fixes }) => fixes.map((fix) => `${code} ${fix.title}: ${left(code, fix)}`))
      .sort();
  };
  const count = (found: readonly Diagnostic[], code: string) =>
    found.filter((finding) => finding.code === code).length;

  const [first = ''] = Object.keys(layouts);
  const expected = outcomes(filesOf(first, 'as it is'));
  test('there are many of them', () => assert.ok(expected.length > 40, String(expected.length)));
  for (const layout of Object.keys(layouts))
    for (const variant of Object.keys(variants))
      test(`${layout}, ${variant}`, () => assert.deepEqual(outcomes(filesOf(layout, variant)), expected));
});
