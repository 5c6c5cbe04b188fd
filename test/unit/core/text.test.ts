import assert from 'node:assert/strict';
import fc from 'fast-check';
import { applyEdits, LineIndex } from '../../../src/core/text';

suite('applyEdits', () => {
  test('applies edits given in any order', () => {
    const edits = [
      { span: { start: 4, end: 5 }, newText: 'five' },
      { span: { start: 0, end: 1 }, newText: 'one' },
    ];
    assert.equal(applyEdits('a b c', edits), 'one b five');
  });

  test('keeps the order of insertions at one place', () => {
    const at = (newText: string) => ({ span: { start: 1, end: 1 }, newText });
    assert.equal(applyEdits('ab', [at('1'), at('2')]), 'a12b');
  });

  test('refuses edits that overlap', () => {
    const edits = [
      { span: { start: 0, end: 3 }, newText: '' },
      { span: { start: 2, end: 4 }, newText: '' },
    ];
    assert.throws(() => applyEdits('abcd', edits), RangeError);
  });
});

suite('LineIndex', () => {
  test('counts CRLF as one line end and a lone CR as one, too', () => {
    const index = new LineIndex('a\r\nb\rc\nd');
    assert.deepEqual(index.positionAt(3), { line: 1, column: 0 });
    assert.deepEqual(index.positionAt(5), { line: 2, column: 0 });
    assert.deepEqual(index.positionAt(7), { line: 3, column: 0 });
    assert.equal(index.lineAt(1), 'b');
    assert.equal(index.lineAt(4), undefined);
  });

  test('clamps an offset beyond the text', () => {
    assert.deepEqual(new LineIndex('ab\nc').positionAt(99), { line: 1, column: 1 });
  });

  test('finds the offset of a position, and clamps what lies beyond the line or the text', () => {
    const index = new LineIndex('ab\r\nc');
    assert.equal(index.offsetAt({ line: 1, column: 0 }), 4);
    assert.equal(index.offsetAt({ line: 0, column: 9 }), 2);
    assert.equal(index.offsetAt({ line: 7, column: 0 }), 5);
  });

  test('agrees with counting the line ends before the offset', () => {
    const texts = fc
      .array(fc.constantFrom('a', 'é', '😀', '\n', '\r\n', '\r'))
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(texts, fc.nat(40), (text, at) => {
        const offset = Math.min(at, text.length);
        // Between CR and LF there is no position of its own; editors never ask for one.
        fc.pre(!(text[offset - 1] === '\r' && text[offset] === '\n'));
        const lines = text.slice(0, offset).split(/\r\n|\n|\r/);
        const expected = { line: lines.length - 1, column: lines.at(-1)!.length };
        assert.deepEqual(new LineIndex(text).positionAt(offset), expected);
      }),
    );
  });
});
