import assert from 'node:assert/strict';
import { plainResult, plainTable } from '../../../../src/core/clickhouse/plainTable';
import { cellText, formatCount, parsePayload } from '../../../../src/core/clickhouse/resultPayload';
import { ResultTable } from '../../../../src/core/clickhouse/resultTable';
import { failurePayload } from '../../../../src/core/clickhouse/queryOutcome';

const COLUMNS = [
  { name: 'n', type: 'UInt64' },
  { name: 'text', type: 'Nullable(String)' },
];

function tableOf(limits: { rows?: number; bytes?: number }, ...texts: string[]): ResultTable {
  const table = new ResultTable({ rows: 10, bytes: 10_000, ...limits });
  table.columns(COLUMNS);
  texts.every((text, index) => table.row([String(index), text]));
  return table;
}

suite('clickhouse/resultTable', () => {
  test('exactly as many rows as allowed is not cut', () => {
    const table = tableOf({ rows: 2 }, 'a', 'b');
    assert.deepEqual([table.rowCount, table.isCut, table.snapshot()?.cut], [2, false, undefined]);
  });
  test('one row more is cut, and says at what', () => {
    const table = tableOf({ rows: 2 }, 'a', 'b', 'c');
    assert.deepEqual([table.rowCount, table.isCut], [2, true]);
    assert.match(table.snapshot()?.cut ?? '', /^Cut at 2 rows/);
  });
  test('a table of large values is cut by size', () => {
    const table = tableOf({ bytes: 2000 }, 'x'.repeat(600), 'x'.repeat(600));
    assert.deepEqual([table.rowCount, table.isCut], [1, true]);
    assert.match(table.snapshot()?.cut ?? '', /^Cut after 1 rows/);
  });
  test('one huge value is shortened, and its length is said', () => {
    const cell = tableOf({ bytes: 1_000_000 }, 'x'.repeat(100_000)).snapshot()?.rows[0]?.[1];
    assert.ok(typeof cell === 'object' && cell !== null);
    assert.equal(cell.length, 100_000);
    assert.match(cellText(cell), /\(100,000 characters\)$/);
  });
  test('a snapshot does not grow with the table', () => {
    const table = tableOf({}, 'a');
    const before = table.snapshot();
    table.row(['9', 'later']);
    assert.equal(before?.rows.length, 1);
  });
  test('no header, no table', () =>
    assert.equal(new ResultTable({ rows: 1, bytes: 1 }).snapshot(), undefined));
});

suite('clickhouse/plainTable', () => {
  test('numbers to the right, text to the left, NULL named', () => {
    const rows = [
      ['1', 'a\nb'],
      ['200', null],
    ];
    assert.deepEqual(plainTable({ columns: COLUMNS, rows, totals: undefined, cut: undefined }).split('\n'), [
      '  n  text',
      '───  ────',
      '  1  a b',
      '200  NULL',
    ]);
  });
  test('at most fifty rows, and how many more', () => {
    const rows = Array.from({ length: 1060 }, (_, index) => [String(index), 'x']);
    const lines = plainTable({ columns: COLUMNS, rows, totals: undefined, cut: undefined }).split('\n');
    assert.equal(lines.length, 53);
    assert.equal(lines.at(-1), '… 1,010 more rows');
  });
  test('a failure is its sentence', () =>
    assert.equal(plainResult(failurePayload('Start it.')), 'Start it.'));
});

suite('clickhouse/resultPayload', () => {
  const payload = { ...failurePayload('x'), table: tableOf({}, 'a').snapshot() };
  const overTheWire = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

  test('what is written can be read', () => assert.equal(parsePayload(overTheWire(payload)).kind, 'payload'));
  test('another version is refused with a next step', () => {
    const parsed = parsePayload({ ...payload, version: 2 });
    assert.ok(parsed.kind === 'unreadable');
    assert.match(parsed.message, /Run the cell again/);
  });
  test('damaged payloads are refused', () => {
    const damaged: unknown[] = [
      null,
      'text',
      [],
      {},
      { ...payload, summary: 1 },
      { ...payload, table: { columns: [{ name: 'a' }], rows: [] } },
      { ...payload, table: { columns: [], rows: [[1]] } },
      { ...payload, table: { columns: [], rows: [{}] } },
      { ...payload, notice: { tone: 'loud', message: '', detail: '' } },
    ];
    for (const value of damaged) assert.equal(parsePayload(value).kind, 'unreadable', JSON.stringify(value));
  });
  test('counts are grouped by thousands', () =>
    assert.deepEqual([0, 999, 1000, 1234567].map(formatCount), ['0', '999', '1,000', '1,234,567']));
});
