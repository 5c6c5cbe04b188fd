import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('compose/healthy-without-healthcheck', () => {
  const check = ruleChecker('compose/healthy-without-healthcheck');
  const compose = (condition: string, healthcheck: string, image = 'redis:7') =>
    `services:\n  app:\n    image: app\n    depends_on:\n      redis:\n        condition: ${condition}\n  redis:\n    image: ${image}\n${healthcheck}`;

  test('marks a wait for health that nothing reports', () => {
    check({
      'compose.yaml': compose('service_healthy', '').replace(
        'redis:\n        condition: service_healthy',
        '«redis»:\n        condition: service_healthy',
      ),
    });
  });
  test('waits for the start instead, or adds a check that can log in', () => {
    const files = (environment: string) => ({
      'compose.yaml': compose('service_healthy', environment, 'clickhouse/clickhouse-server:25.12').replace(
        'redis:\n        condition',
        '«redis»:\n        condition',
      ),
    });
    const { fix } = check(files('    environment: { CLICKHOUSE_USER: u, CLICKHOUSE_PASSWORD: p }\n'));
    assert.match(fix('Give redis a healthcheck')['compose.yaml']!, /\n {4}healthcheck:\n {6}test: \['CMD'/);
    assert.match(fix('Wait until redis has started')['compose.yaml']!, /condition: service_started\n/);
    const { findings } = check(files(''));
    assert.deepEqual(
      findings[0]?.fixes.map(({ title }) => title),
      ['Wait until redis has started'],
    );
  });
  test('a disabled healthcheck reports nothing', () => {
    check({
      'compose.yaml': compose('service_healthy', '    healthcheck:\n      disable: true\n').replace(
        'redis:\n        condition',
        '«redis»:\n        condition',
      ),
    });
  });
  test('a healthcheck, or waiting for the start alone, is in order', () => {
    check({ 'compose.yaml': compose('service_healthy', '    healthcheck:\n      test: redis-cli ping\n') });
    check({ 'compose.yaml': compose('service_started', '') });
  });
  test('the image of another program may have one of its own', () => {
    check({ 'compose.yaml': compose('service_healthy', '', 'traefik:3') });
    check({
      'compose.yaml': compose('service_healthy', '', 'docker.dragonflydb.io/dragonflydb/dragonfly:v1.20.0'),
    });
  });
});
