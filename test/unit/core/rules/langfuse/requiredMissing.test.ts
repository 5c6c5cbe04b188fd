import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('langfuse/required-missing', () => {
  const check = ruleChecker('langfuse/required-missing');
  const worker =
    '    image: langfuse/langfuse-worker:3\n    environment:\n      DATABASE_URL: postgresql://u:p@db:5432/d\n      CLICKHOUSE_URL: http://ch:8123\n      CLICKHOUSE_USER: u\n      CLICKHOUSE_PASSWORD: p\n      LANGFUSE_S3_EVENT_UPLOAD_BUCKET: b\n';
  const complete = `services:\n  worker:\n${worker}      REDIS_HOST: redis\n`;

  test('an entrypoint of its own may set what the files do not', () => {
    check({
      'compose.yaml':
        'services:\n  web:\n    image: langfuse/langfuse:3\n    entrypoint: [sh, -c, ". /run/secrets/env; exec dumb-init -- ./web/entrypoint.sh"]\n',
    });
  });
  test('names what a service lacks, once', () => {
    const { findings } = check({ 'compose.yaml': 'services:\n  «web»:\n    image: langfuse/langfuse:3\n' });
    for (const name of ['DATABASE_URL', 'CLICKHOUSE_MIGRATION_URL', 'NEXTAUTH_SECRET', 'SALT', 'REDIS_HOST'])
      assert.match(findings[0]?.message ?? '', new RegExp(name));
  });
  test('adds what follows from the other services, secrets by reference', () => {
    const { fix } = check({
      'compose.yaml': `services:\n  «worker»:\n${worker}  redis:\n    image: redis:7\n`,
    });
    assert.equal(
      fix()['compose.yaml'],
      `services:\n  worker:\n${worker}      REDIS_HOST: redis\n      REDIS_AUTH: \${REDIS_AUTH:?run Create Secrets}\n  redis:\n    image: redis:7\n`,
    );
  });
  test('adds plain values to the env_file that the service uses', () => {
    const { fix } = check({
      'compose.yaml':
        complete
          .replace('      CLICKHOUSE_URL: http://ch:8123\n', '')
          .replace('worker:', '«worker»:')
          .replace('    environment', '    env_file: langfuse.env\n    environment') +
        '  ch:\n    image: clickhouse/clickhouse-server:25.8\n',
      'langfuse.env': 'TELEMETRY_ENABLED=false',
    });
    assert.equal(fix()['langfuse.env'], 'TELEMETRY_ENABLED=false\nCLICKHOUSE_URL=http://ch:8123\n');
  });
  test('an empty value is none', () => {
    check({ 'compose.yaml': complete.replace('REDIS_HOST: redis', 'REDIS_HOST: «""»') });
    check({
      'compose.yaml': complete.replace('REDIS_HOST: redis', 'REDIS_HOST: ${REDIS_HOST}'),
      '.env': '«REDIS_HOST»=\n',
    });
  });
  test('the parts of the database address stand for the whole', () => {
    const parts =
      'DATABASE_HOST: db\n      DATABASE_USERNAME: u\n      DATABASE_PASSWORD: p\n      DATABASE_NAME: d';
    check({ 'compose.yaml': complete.replace('DATABASE_URL: postgresql://u:p@db:5432/d', parts) });
  });
  test('a worker needs nothing that only web reads', () => {
    check({ 'compose.yaml': complete });
  });
  test('a value that is not known here may well be set', () => {
    check({ 'compose.yaml': complete.replace('REDIS_HOST: redis', 'REDIS_HOST: ${HOST_OF_REDIS}') });
    check({ 'compose.yaml': complete.replace('REDIS_HOST: redis', 'REDIS_HOST: ${HOST_OF_REDIS:?}') });
  });
  test('an env_file that is not there may hold anything', () => {
    check({ 'compose.yaml': 'services:\n  web:\n    image: langfuse/langfuse:3\n    env_file: gone.env\n' });
  });
});
