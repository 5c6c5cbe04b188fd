import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('clickhouse/version', () => {
  const check = ruleChecker('clickhouse/version');
  const compose = (langfuse: string, clickhouse: string) =>
    `services:\n  web:\n    image: langfuse/langfuse${langfuse}\n  ch:\n    image: ${clickhouse}\n`;

  test('marks a server that is too old for latest, and raises it', () => {
    const { fix } = check({ 'compose.yaml': compose(':latest', '«clickhouse/clickhouse-server:24.3»') });
    const raised = fix('Use ClickHouse 25.12');
    assert.equal(raised['compose.yaml'], compose(':latest', 'clickhouse/clickhouse-server:25.12'));
  });
  test('stays with version 3 where nobody chose 4', () => {
    const { fix, findings } = check({
      'compose.yaml': compose(':latest', '«clickhouse/clickhouse-server:24.3»'),
    });
    assert.equal(findings[0]?.fixes[0]?.isPreferred, true);
    assert.equal(fix()['compose.yaml'], compose(':3.225.4', 'clickhouse/clickhouse-server:24.3'));
  });
  test('no version of Langfuse suits a server that is too old for 3', () => {
    const { findings } = check({
      'compose.yaml': compose(':latest', '«clickhouse/clickhouse-server:23.8»'),
    });
    assert.equal(findings[0]?.fixes.length, 1);
  });
  test('marks a server that is too new for version 3', () => {
    const { findings } = check({ 'compose.yaml': compose(':3', '«clickhouse/clickhouse-server:26.5»') });
    assert.equal(findings[0]?.severity, 'warning');
    check({ 'compose.yaml': compose(':4', 'clickhouse/clickhouse-server:26.5') });
  });
  test('no tag is latest', () => {
    check({ 'compose.yaml': compose('', '«clickhouse/clickhouse-server:25.8-alpine»') });
  });
  test('marks a server that is too old for version 3', () => {
    check({ 'compose.yaml': compose(':3', '«clickhouse/clickhouse-server:23.8.1.2992»') });
  });
  test('is never offered without asking', () => {
    const { findings } = check({ 'compose.yaml': compose(':4', '«clickhouse/clickhouse-server:24.3»') });
    assert.notEqual(findings[0]?.fixes[0]?.isPreferred, true);
  });
  test('the oldest that works, a moving tag and a digest are in order', () => {
    check({ 'compose.yaml': compose(':3', 'clickhouse/clickhouse-server:24.3') });
    check({ 'compose.yaml': compose(':4.1', 'clickhouse/clickhouse-server:25.12') });
    check({ 'compose.yaml': compose(':4', 'clickhouse/clickhouse-server:25') });
    check({ 'compose.yaml': compose('@sha256:abc', 'clickhouse/clickhouse-server:24.3') });
    check({ 'compose.yaml': compose(':4', 'clickhouse/clickhouse-server') });
  });
});
