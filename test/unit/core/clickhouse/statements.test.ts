import assert from 'node:assert/strict';
import fc from 'fast-check';
import { tokenize } from '../../../../src/core/clickhouse/lexer';
import { splitStatements } from '../../../../src/core/clickhouse/statements';

function split(text: string, ...statements: string[]): void {
  assert.deepEqual(
    splitStatements(text).map(({ start, end }) => text.slice(start, end)),
    statements,
  );
}

suite('clickhouse/statements', () => {
  test('nothing to run in an empty cell', () => split(' \n'));
  test('nothing to run in comments and lone semicolons', () => split('-- a\n; /* b */ ;;# c\n'));
  test('a trailing semicolon and comment are dropped', () => split('SELECT 1; -- note', 'SELECT 1'));
  test('comments inside stay', () => split('SELECT /* x; */ 1', 'SELECT /* x; */ 1'));
  test('two statements', () => split('SELECT 1;\nSELECT 2', 'SELECT 1', 'SELECT 2'));

  test('a semicolon in a string', () => split("SELECT 'a;b'", "SELECT 'a;b'"));
  test('a backslash escapes a quote', () =>
    split("SELECT 'a\\';b'; SELECT 2", "SELECT 'a\\';b'", 'SELECT 2'));
  test('a doubled quote stands for itself', () =>
    split("SELECT 'a'';b'; SELECT 2", "SELECT 'a'';b'", 'SELECT 2'));
  test('quoted identifiers', () => split('SELECT ";", `;`', 'SELECT ";", `;`'));
  test('typographic quotes', () => split('SELECT ‘;’', 'SELECT ‘;’'));
  test('a heredoc', () => split("SELECT $a$;'$a$; SELECT 2", "SELECT $a$;'$a$", 'SELECT 2'));
  test('a dollar that opens nothing', () => split('SELECT $1; SELECT 2', 'SELECT $1', 'SELECT 2'));
  test('block comments nest', () => split('/* a /* b */ ; */ SELECT 1', 'SELECT 1'));
  test('two dashes need no blank', () => split('SELECT 1--1;\n', 'SELECT 1'));
  test('a hash needs one', () => split('SELECT 1 #;\n; SELECT 2', 'SELECT 1 #', 'SELECT 2'));
  test('an open quote runs to the end', () => split("SELECT 'a; SELECT 2", "SELECT 'a; SELECT 2"));

  test('the data of an insert is not SQL', () =>
    split("INSERT INTO t FORMAT CSV\n1;'a\n2;b\n", "INSERT INTO t FORMAT CSV\n1;'a\n2;b"));
  test('values of an insert are', () =>
    split('INSERT INTO t VALUES (1); SELECT 2', 'INSERT INTO t VALUES (1)', 'SELECT 2'));
  test('a format of a query is no data', () =>
    split('SELECT 1 FORMAT CSV; SELECT 2', 'SELECT 1 FORMAT CSV', 'SELECT 2'));

  test('tokens cover any text without gaps', () => {
    const pieces = fc.constantFrom(
      "'",
      '"',
      '`',
      '\\',
      '$',
      '$a$',
      '/*',
      '*/',
      '--',
      '#',
      '\n',
      ' ',
      ';',
      'a1',
      '7',
      '‘',
      '’',
      '\u{1F600}',
    );
    fc.assert(
      fc.property(fc.array(pieces), (parts) => {
        const text = parts.join('');
        assert.equal(
          tokenize(text)
            .map(({ start, end }) => text.slice(start, end))
            .join(''),
          text,
        );
      }),
    );
  });
});
