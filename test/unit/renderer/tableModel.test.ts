import assert from 'node:assert/strict';
import {
  columnWidths,
  displayText,
  filterRows,
  toTabSeparated,
  visibleRange,
} from '../../../src/renderer/tableModel';
import type { TableRow } from '../../../src/renderer/tableModel';

const COLUMNS = [
  { name: 'n', type: 'UInt64' },
  { name: 'text', type: 'String' },
];
const ROWS: readonly TableRow[] = [
  ['1', 'Alpha'],
  ['22', null],
  ['3', { start: 'long', length: 99_999 }],
];

suite('renderer/tableModel', () => {
  test('columns are as wide as their widest cell or name', () => {
    const rows = ROWS.slice(0, 2);
    assert.deepEqual(
      columnWidths({ columns: COLUMNS, rows, totals: ['1234567', ''], cut: undefined }),
      [7, 5],
    );
  });
  test('but not wider than can be read', () => {
    const rows = [['1', 'x'.repeat(500)]];
    assert.deepEqual(columnWidths({ columns: COLUMNS, rows, totals: undefined, cut: undefined }), [3, 60]);
  });
  test('line ends are visible and stay on one line', () =>
    assert.equal(displayText('a\r\nb\nc\td\0'), 'a⏎b⏎c⇥d␀'));

  const filtered = (text: string): unknown[] => filterRows(ROWS, text).map(([first]) => first);
  test('a filter finds text in any cell, in any case', () => assert.deepEqual(filtered(' ALPHA'), ['1']));
  test('it finds NULL and numbers too', () => {
    assert.deepEqual(filtered('null'), ['22']);
    assert.deepEqual(filtered('3'), ['3']);
  });
  test('an empty filter keeps all', () => assert.deepEqual(filtered('  '), ['1', '22', '3']));

  const range = (scrollTop: number, rowCount = 1000): number[] => {
    const { start, end } = visibleRange({ scrollTop, height: 100, rowHeight: 10, rowCount });
    return [start, end];
  };
  test('only rows in sight are drawn, and some around them', () => {
    assert.deepEqual(range(0), [0, 20]);
    assert.deepEqual(range(5000), [490, 520]);
    assert.deepEqual(range(9900), [980, 1000]);
  });
  test('scrolled beyond a table that became short, nothing is drawn twice', () =>
    assert.deepEqual(range(5000, 3), [3, 3]));

  test('copied rows can be pasted into a spreadsheet', () =>
    assert.equal(
      toTabSeparated(COLUMNS, [
        ['1', 'a\t"b"\nc'],
        ['2', null],
      ]),
      'n\ttext\n1\t"a\t""b""\nc"\n2\t',
    ));
});
