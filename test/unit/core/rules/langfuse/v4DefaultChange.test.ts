import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('langfuse/v4-default-change', () => {
  const check = ruleChecker('langfuse/v4-default-change');
  const MODE = 'LANGFUSE_MIGRATION_V4_WRITE_MODE';
  const compose = (web: string, worker: string, clickhouse = ':25.12', environment = '') =>
    `services:\n  web:\n    image: ${web}\n${environment}  worker:\n    image: ${worker}\n${environment}  ch:\n    image: clickhouse/clickhouse-server${clickhouse}\n`;

  test('marks images that a pull moves to version 4, and says how to write', () => {
    const { fix } = check({
      'compose.yaml': compose('«langfuse/langfuse:latest»', '«langfuse/langfuse-worker»'),
    });
    assert.match(
      fix()['compose.yaml'] ?? '',
      new RegExp(`langfuse:latest\n    environment:\n      ${MODE}: dual\n`),
    );
  });
  test('marks the half that moved first', () => {
    check({ 'compose.yaml': compose('«langfuse/langfuse:4»', 'langfuse/langfuse-worker:3') });
  });
  test('marks version 4 on a server that only version 3 ran on', () => {
    check({ 'compose.yaml': compose('«langfuse/langfuse:4.1»', '«langfuse/langfuse-worker:4.1»', ':24.3') });
  });
  test('a chosen version and a chosen mode are in order', () => {
    check({ 'compose.yaml': compose('langfuse/langfuse:4', 'langfuse/langfuse-worker:4') });
    check({ 'compose.yaml': compose('langfuse/langfuse:3', 'langfuse/langfuse-worker:3') });
    const dual = `    environment:\n      ${MODE}: dual\n`;
    check({ 'compose.yaml': compose('langfuse/langfuse', 'langfuse/langfuse-worker', '', dual) });
    const unknown = `    environment:\n      ${MODE}: \${MODE:?}\n`;
    check({ 'compose.yaml': compose('langfuse/langfuse', 'langfuse/langfuse-worker', '', unknown) });
  });
});
