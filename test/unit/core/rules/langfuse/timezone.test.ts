import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('langfuse/timezone', () => {
  const check = ruleChecker('langfuse/timezone');
  const compose = (image: string, environment: string) =>
    `services:\n  db:\n    image: ${image}\n    environment:\n${environment}`;

  test('marks another zone and sets UTC', () => {
    const { fix } = check({ 'compose.yaml': compose('postgres:17', '      TZ: «Europe/Istanbul»\n') });
    assert.equal(fix()['compose.yaml'], compose('postgres:17', '      TZ: UTC\n'));
  });
  test('leaves a variable of .env to whoever else reads it', () => {
    const { fix } = check({
      'compose.yaml': compose('clickhouse/clickhouse-server:25.12', '      TZ: «${TZ}»\n'),
      '.env': 'TZ=Europe/Berlin\n',
    });
    assert.equal(fix()['.env'], 'TZ=Europe/Berlin\n');
  });
  test('names of the same zone, and other services, are in order', () => {
    check({ 'compose.yaml': compose('postgres:17', '      TZ: Etc/UTC\n      PGTZ: UTC\n') });
    check({ 'compose.yaml': compose('redis:7', '      TZ: Europe/Berlin\n') });
  });
});
