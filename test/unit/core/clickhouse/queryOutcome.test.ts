import assert from 'node:assert/strict';
import { configuredConnection, describeConnection } from '../../../../src/core/clickhouse/connection';
import { formatDuration, outcomePayload, runningPayload } from '../../../../src/core/clickhouse/queryOutcome';
import type { QueryOutcome } from '../../../../src/core/clickhouse/queryOutcome';
import { ResultTable } from '../../../../src/core/clickhouse/resultTable';
import { starterCells } from '../../../../src/core/clickhouse/starterNotebook';
import { splitStatements } from '../../../../src/core/clickhouse/statements';
import { Secret } from '../../../../src/core/secret';

function table(rows: number, limit = 1000): ResultTable {
  const filled = new ResultTable({ rows: limit, bytes: 1_000_000 });
  if (rows > 0) filled.columns([{ name: 'n', type: 'UInt8' }]);
  for (let row = 0; row < rows; row++) filled.row([String(row)]);
  return filled;
}

const show = (outcome: QueryOutcome): ReturnType<typeof outcomePayload> =>
  outcomePayload(outcome, { elapsedMs: 1234, maxSeconds: 60, place: 'Line 2, column 3' });
const ERROR = {
  code: 60,
  name: 'UNKNOWN_TABLE',
  message: 'Table a.b does not exist.',
  byteOffset: undefined,
};

suite('clickhouse/queryOutcome', () => {
  test('rows are counted', () =>
    assert.equal(show({ kind: 'rows', table: table(1) }).summary, '1 row · 1.2 s'));
  test('a cut table is only the first rows', () =>
    assert.equal(show({ kind: 'rows', table: table(3, 2) }).summary, 'first 2 rows · 1.2 s'));
  test('a failure keeps the rows before it and gives sentence, place and words', () => {
    const payload = show({ kind: 'failed', error: ERROR, table: table(2) });
    assert.equal(payload.table?.rows.length, 2);
    assert.equal(payload.summary, '2 rows before the failure · Failed after 1.2 s');
    assert.match(payload.notice?.message ?? '', /^There is no such table\./);
    assert.equal(payload.notice?.detail, 'Line 2, column 3 · UNKNOWN_TABLE (60): Table a.b does not exist.');
  });
  test('a cancel is quiet and says what became of the statement', () => {
    const after = (server: 'stopped' | 'still-running' | 'unknown'): string => {
      const { notice } = show({ kind: 'cancelled', server, table: table(0) });
      assert.equal(notice?.tone, 'quiet');
      return notice.message;
    };
    assert.equal(after('stopped'), 'Cancelled after 1.2 s; the server confirms it stopped.');
    assert.match(after('still-running'), /still works on it.* 60 s\.$/);
    assert.match(after('unknown'), /could not be seen\.$/);
  });
  test('rows of an answer that broke off are shown as such', () => {
    const payload = show({ kind: 'broken-off', table: table(2) });
    assert.equal(payload.table?.rows.length, 2);
    assert.equal(payload.notice?.tone, 'error');
  });
  test('while it runs, progress and few rows', () => {
    const progress = { readRows: '1234567', totalRows: '2000000', memory: '3 MiB' };
    const payload = runningPayload(table(300), progress, 2000);
    assert.equal(payload.isRunning, true);
    assert.equal(
      payload.summary,
      'Running · 2.0 s · 300 rows so far · 1,234,567 of about 2,000,000 rows read · 3 MiB',
    );
    assert.equal(payload.table?.rows.length, 100);
  });
  test('durations read well', () =>
    assert.deepEqual([4.4, 999, 59_990, 61_000].map(formatDuration), [
      '4 ms',
      '999 ms',
      '59.9 s',
      '1 min 1 s',
    ]));
});

suite('clickhouse/connection', () => {
  const choose = (url: string): ReturnType<typeof configuredConnection> =>
    configuredConnection({ url, user: 'me', password: new Secret('canary') });

  test('an address and a database', () => {
    const choice = choose('http://host:8123/?database=langfuse');
    assert.ok(choice.kind === 'ready');
    assert.equal(choice.connection.url, 'http://host:8123');
    assert.equal(choice.connection.database, 'langfuse');
    assert.equal(describeConnection(choice.connection), 'me@host:8123');
  });
  test('what cannot be used is refused with one sentence or two', () => {
    for (const url of ['localhost', 'clickhouse://h:9000', 'http://a:canary@h:1']) {
      const choice = choose(url);
      assert.ok(choice.kind === 'unavailable', url);
      assert.match(choice.message, /langfuseStack\.clickhouse\.url/);
      assert.doesNotMatch(choice.message, /canary/);
    }
  });
});

suite('clickhouse/starterNotebook', () => {
  test('three cells of one statement each, about this stack', () => {
    const cells = starterCells('ai-gateway');
    assert.equal(cells.length, 3);
    assert.match(cells[0]?.source ?? '', /^-- ai-gateway: /);
    for (const { kind, source } of cells) {
      assert.equal(kind, 'sql');
      assert.equal(splitStatements(source).length, 1);
    }
  });
});
