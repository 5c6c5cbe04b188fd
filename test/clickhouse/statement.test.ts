import assert from 'node:assert/strict';
import { readStatement, replaceProcesses } from './server/statement';

suite('a statement of the embedded ClickHouse', () => {
  const replaced = (sql: string) => replaceProcesses(sql, readStatement(sql).tokens, 'other');

  test('system.processes is replaced however it is written', () => {
    assert.equal(replaced('SELECT 1 FROM system.processes'), 'SELECT 1 FROM other');
    assert.equal(replaced('SELECT 1 FROM `system` . "processes" p'), 'SELECT 1 FROM other p');
  });

  test('the same words in a string, a comment or the data of an INSERT stay', () => {
    for (const sql of [
      "SELECT 'system.processes'",
      'SELECT 1 -- system.processes',
      'SELECT 1 /* system.processes */',
      'INSERT INTO t FORMAT TSV\nsystem.processes',
    ])
      assert.equal(replaced(sql), sql);
  });

  test('a semicolon at the end is no second statement', () => {
    assert.equal(readStatement('SELECT 1; -- done').secondAt, undefined);
    assert.equal(readStatement("SELECT ';'; SELECT 2").secondAt, 10);
  });

  test('the format is the one of the clause at the end', () => {
    assert.equal(readStatement('SELECT format FROM t FORMAT CSV;').format, 'CSV');
    assert.equal(readStatement('SELECT 1 FORMAT TSV SETTINGS max_threads = 1').format, 'TSV');
    assert.equal(readStatement("SELECT formatDateTime(now(), 'FORMAT CSV')").format, undefined);
  });

  test('the verb is the first word, also in brackets', () => {
    assert.equal(readStatement('/* note */ (select 1)').verb, 'SELECT');
    assert.equal(readStatement('-- nothing').verb, '');
  });
});
