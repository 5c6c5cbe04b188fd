import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseNotebook, serializeNotebook } from '../../../../src/core/clickhouse/notebookFile';
import type { NotebookCell, NotebookFile } from '../../../../src/core/clickhouse/notebookFile';

function read(text: string): NotebookFile {
  const parsed = parseNotebook(text);
  assert.ok(parsed.kind === 'notebook', JSON.stringify(parsed));
  return parsed.notebook;
}

function cells(text: string): string[] {
  return read(text).cells.map(({ kind, source }) => `${kind}:${source}`);
}

function refused(text: string): string {
  const parsed = parseNotebook(text);
  assert.ok(parsed.kind === 'malformed');
  return parsed.message;
}

function write(notebook: NotebookFile, edit: (cell: NotebookCell) => NotebookCell): string {
  return serializeNotebook({ ...notebook, cells: notebook.cells.map(edit) });
}

/** Text built from the pieces that matter to the format. */
const fileText = fc
  .array(
    fc.constantFrom(
      '-- %%',
      '-- %% [markdown]',
      '-- %% {"lines":2}',
      '-- %% [sql] {"id":"a", "x": 1}',
      '-- %% a title',
      '-- %%x',
      '--%%',
      '-- # Heading',
      '--',
      '--x',
      'SELECT 1;',
      "SELECT 'é–\u{1F600}'",
      '/* open',
      ' ',
      '\n',
      '\r\n',
      '\r',
      '\uFEFF',
    ),
    { maxLength: 30 },
  )
  .map((pieces) => pieces.join(''));

const sourceText = fc
  .array(fc.constantFrom('SELECT 1', "'open", '-- %%', '%% a', '-- %% {"lines":3}', '', ' x', '\n'), {
    maxLength: 12,
  })
  .map((pieces) => pieces.join('').replace(/\n+$/, ''));

suite('clickhouse/notebookFile', () => {
  test('an empty file has no cells', () => assert.deepEqual(cells(''), []));
  test('SQL without a marker is one cell', () => assert.deepEqual(cells('SELECT 1;\n'), ['sql:SELECT 1;']));
  test('markers separate cells, blank lines between them are not text', () =>
    assert.deepEqual(cells('-- %%\nSELECT 1\n\n-- %% {"id":"x"}\nSELECT 2\n'), [
      'sql:SELECT 1',
      'sql:SELECT 2',
    ]));
  test('Markdown is written as comments', () =>
    assert.deepEqual(cells('-- %% [markdown]\n-- ## A\n--\n-- b\n'), ['markdown:## A\n\nb']));
  test('CRLF is shown as LF', () => assert.deepEqual(cells('-- %%\r\na\r\nb\r\n'), ['sql:a\nb']));
  test('a comment that only resembles a marker is text', () =>
    assert.deepEqual(cells('-- %%\n-- %%x\n--%%\n'), ['sql:-- %%x\n--%%']));

  test('an unknown kind is refused with its line', () =>
    assert.match(refused('\n-- %% [python]\n'), /^Line 2 /));
  test('broken JSON is refused', () => assert.match(refused('-- %% {"id":\n'), /^Line 1 .*JSON/));
  test('a bare line in a Markdown cell is refused', () =>
    assert.match(refused('-- %% [markdown]\n-- a\nSELECT 1\n'), /^Line 3 /));

  test('an edit changes its own cell only', () => {
    const text =
      '\uFEFF-- intro\r\n\r\n-- %%   {"id":"a",  "z":1}\r\nSELECT 1\r\n-- %% [markdown]\r\n--tight\r\n\r\n';
    const edited = write(read(text), (cell) =>
      cell.source === 'SELECT 1' ? { ...cell, source: 'SELECT 1,\n2' } : cell,
    );
    assert.equal(edited, text.replace('SELECT 1', 'SELECT 1,\r\n2'));
  });
  test('a new cell follows one that had no line end', () => {
    const notebook = read('-- %%\nSELECT 1');
    const added: NotebookCell = { kind: 'sql', source: 'SELECT 2', layout: undefined };
    const text = serializeNotebook({ ...notebook, cells: [...notebook.cells, added] });
    assert.equal(text, '-- %%\nSELECT 1\n-- %%\nSELECT 2\n');
  });
  test('a first cell that becomes Markdown gets a marker', () => {
    const text = write(read('hello\n'), (cell) => ({ ...cell, kind: 'markdown' }));
    assert.deepEqual(cells(text), ['markdown:hello']);
  });

  test('a cell that becomes Markdown is not written as it stood as SQL', () => {
    const text = write(read('-- %%\na\rb\n'), (cell) => ({ ...cell, kind: 'markdown' }));
    assert.deepEqual(cells(text), ['markdown:a\nb']);
  });
  test('an empty first line stays one behind a marker that ends in a lone CR', () => {
    const edited = write(read('-- %%\r-- %%'), (cell) =>
      cell.layout?.gap === '' && cell.layout.marker.endsWith('\r') ? { ...cell, source: '\nSELECT 1' } : cell,
    );
    assert.deepEqual(cells(edited), ['sql:\nSELECT 1', 'sql:']);
  });
  test('the first cell of a file of blanks begins on a line of its own', () => {
    const added: NotebookCell = { kind: 'sql', source: 'SELECT 1', layout: undefined };
    for (const blank of [' ', '\uFEFF\t', '\n\uFEFF']) {
      assert.deepEqual(cells(serializeNotebook({ ...read(blank), cells: [added] })), ['sql:SELECT 1']);
    }
  });
  test('a length that a cell does not need, or does not have, is left as it was', () => {
    for (const text of ['-- %% {"lines":1}\nSELECT 1\n', '-- %% {"lines":9}\nSELECT 1\n']) {
      assert.equal(serializeNotebook(read(text)), text);
    }
  });
  test('a length that is too long does not swallow the cell that is put behind', () => {
    const notebook = read('-- %%\nSELECT 1\n\n-- %% {"lines":9}\nSELECT 2\n');
    const swapped = serializeNotebook({ ...notebook, cells: [...notebook.cells].reverse() });
    assert.deepEqual(cells(swapped), ['sql:SELECT 2', 'sql:SELECT 1']);
  });

  test('any file that is read is written back byte by byte', () => {
    fc.assert(
      fc.property(fileText, (text) => {
        const parsed = parseNotebook(text);
        if (parsed.kind === 'notebook') assert.equal(serializeNotebook(parsed.notebook), text);
        else assert.match(parsed.message, /^Line \d+ /);
      }),
      { numRuns: 2000 },
    );
  });
  test('any cells that are written are read back, also with markers and open quotes in them', () => {
    const anyCell = fc.record({
      kind: fc.constantFrom('sql' as const, 'markdown' as const),
      source: sourceText,
      layout: fc.constant(undefined),
    });
    fc.assert(
      fc.property(
        fc.array(anyCell, { maxLength: 5 }),
        fc.constantFrom('\n' as const, '\r\n' as const),
        (some, eol) => {
          const text = serializeNotebook({ prologue: '', eol, cells: some });
          assert.deepEqual(
            cells(text),
            some.map(({ kind, source }) => `${kind}:${source}`),
          );
        },
      ),
      { numRuns: 2000 },
    );
  });
  test('cells moved and edited after reading survive', () => {
    fc.assert(
      fc.property(fileText, fc.array(sourceText, { minLength: 3, maxLength: 3 }), (text, sources) => {
        const parsed = parseNotebook(text);
        if (parsed.kind !== 'notebook') return;
        const moved = [...parsed.notebook.cells].reverse().map((cell, index) => {
          const source = index % 2 === 0 ? cell.source : (sources[index % 3] ?? '');
          return { ...cell, source };
        });
        assert.deepEqual(
          cells(serializeNotebook({ ...parsed.notebook, cells: moved })),
          moved.map(({ kind, source }) => `${kind}:${source}`),
        );
      }),
      { numRuns: 2000 },
    );
  });
});
