import assert from 'node:assert/strict';
import {
  explainError,
  isAuthenticationError,
  parseServerError,
  utf16Offset,
} from '../../../../src/core/clickhouse/errors';
import { mayForbidSettings, querySettings, refusedSetting } from '../../../../src/core/clickhouse/settings';

suite('clickhouse/errors', () => {
  test('code, name and words are told apart', () =>
    assert.deepEqual(
      parseServerError(
        'Code: 60. DB::Exception: Table default.nosuch does not exist. Maybe you meant default.such?. (UNKNOWN_TABLE) (version 24.3.18.7 (official build))\n',
      ),
      {
        code: 60,
        name: 'UNKNOWN_TABLE',
        message: 'Table default.nosuch does not exist. Maybe you meant default.such?.',
        byteOffset: undefined,
      },
    ));
  test('a syntax error has a place, and few of the tokens it would take', () => {
    const error = parseServerError(
      'Code: 62. DB::Exception: Syntax error: failed at position 22 (FORMAT) (line 1, col 22): FORMAT x. Expected one of: a, b, c, d, e, f, g. (SYNTAX_ERROR) (version 25.8.1)',
    );
    assert.ok(error);
    assert.equal(error.byteOffset, 21);
    assert.equal(error.name, 'SYNTAX_ERROR');
    assert.match(error.message, /Expected one of: a, b, c, d, e, …$/);
  });
  test('old servers give no name', () => {
    const error = parseServerError('Code: 516, e.displayText() = x. Code: 516. DB::Exception: default: no.');
    assert.deepEqual([error?.code, error?.name], [516, '']);
  });
  test('a page of a proxy is no error of ClickHouse', () =>
    assert.equal(parseServerError('<html>502 Bad Gateway</html>'), undefined));

  test('bytes become UTF-16 units', () => {
    const sql = "SELECT 'éé\u{1F600}', xx";
    const at = new TextEncoder().encode(sql.slice(0, sql.indexOf('xx'))).length;
    assert.equal(utf16Offset(sql, at), sql.indexOf('xx'));
  });
  test('an offset beyond the text is its end', () => assert.equal(utf16Offset('abc', 99), 3));

  test('every explanation is whole sentences', () => {
    for (let code = 0; code < 1100; code++) {
      const { what, next } = explainError({ code });
      assert.match(what, /^[A-Z].*\.$/, String(code));
      if (next !== '') assert.match(next, /\.$/, String(code));
    }
  });
  test('failed logins are told from failed statements', () => {
    assert.ok([516, 192, 193, 194].every((code) => isAuthenticationError({ code })));
    assert.ok(!isAuthenticationError({ code: 497 }));
  });
});

suite('clickhouse/settings', () => {
  const sent = querySettings({ maxRows: 10, maxSeconds: 5, isReadOnly: true });

  test('one row more than is kept is asked for', () => assert.equal(sent['max_result_rows'], '11'));
  test('read-only is said only where it is meant', () => {
    assert.equal(sent['readonly'], '2');
    assert.equal(querySettings({ maxRows: 1, maxSeconds: 1, isReadOnly: false })['readonly'], undefined);
  });
  test('a user who may send none is told from a statement that may not run', () => {
    assert.ok(mayForbidSettings({ code: 164, message: "Cannot modify 'readonly' setting in readonly mode" }));
    assert.ok(!mayForbidSettings({ code: 164, message: 'Cannot execute query in readonly mode' }));
  });
  test('an unknown setting of ours is found', () =>
    assert.equal(
      refusedSetting({ code: 115, message: "Unknown setting 'log_comment'" }, sent),
      'log_comment',
    ));
  test("a setting of the statement's own is not ours to drop", () =>
    assert.equal(refusedSetting({ code: 115, message: "Unknown setting 'max_thread'" }, sent), undefined));
  test('read-only is never dropped', () =>
    assert.equal(
      refusedSetting({ code: 452, message: 'Setting readonly should not be changed' }, sent),
      undefined,
    ));
  test('nor is one that another error merely names', () =>
    assert.equal(refusedSetting({ code: 159, message: 'Timeout: max_execution_time' }, sent), undefined));
});
