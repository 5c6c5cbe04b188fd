import assert from 'node:assert/strict';
import { COUNT_ROWS, readRows } from '../../../../src/core/stack/clickHouseRows';

const answer = (stdout: string, exitCode = 0) => ({ exitCode, stdout, stderr: '' });

suite('rows of ClickHouse', () => {
  test('a table without parts is empty', () => {
    assert.deepEqual(readRows(answer('observations\t7\ntraces\t12\n')), [
      { table: 'traces', rows: 12 },
      { table: 'observations', rows: 7 },
      { table: 'scores', rows: 0 },
    ]);
    assert.deepEqual(
      readRows(answer('')),
      ['traces', 'observations', 'scores'].map((table) => ({ table, rows: 0 })),
    );
  });
  test('the events of Langfuse 4 are named only where they are', () => {
    const rows = readRows(answer('events_full\t5\n'));
    assert.deepEqual('unseen' in rows ? rows : rows[3], { table: 'events', rows: 5 });
  });
  test('what is no answer is no count', () => {
    assert.deepEqual(readRows(answer('', 4)), { unseen: 'ClickHouse did not let them be counted' });
    assert.deepEqual(readRows(answer('traces\t\n')), { unseen: 'ClickHouse gave no number' });
  });
  test('no user and no password is an argument', () => {
    assert.doesNotMatch(COUNT_ROWS.join(' '), /user|password/i);
  });
});
