import assert from 'node:assert/strict';
import type { Diagnostic } from '../../../src/core/diagnostic';
import { insideText } from '../../../src/core/rules/insideText';
import { suppressionEdit, withoutSuppressed } from '../../../src/core/suppression';
import { applyEdits } from '../../../src/core/text';

suite('suppression', () => {
  const finding = (text: string, at: string, code = 'env/duplicate-key'): Diagnostic => {
    const start = text.indexOf(at);
    assert.ok(start >= 0);
    const span = { start, end: start + at.length };
    return { path: '.env', span, code, severity: 'warning', message: 'It is so.', fixes: [] };
  };
  const isShown = (text: string, at = 'B=2', code?: string) =>
    withoutSuppressed([finding(text, at, code)], new Map([['.env', text]]), () => nowhere).length === 1;
  const nowhere = () => false;

  test('a comment speaks for its own line, for the next one, or for the file', () => {
    assert.equal(isShown('A=1\nB=2 # langfuse-stack-disable-line env/duplicate-key\n'), false);
    assert.equal(isShown('# langfuse-stack-disable-next-line env/duplicate-key\nB=2\n'), false);
    assert.equal(isShown('B=2\nC=3\n# langfuse-stack-disable-file env/duplicate-key\n'), false);
    assert.equal(isShown('  #langfuse-stack-disable-next-line env/duplicate-key\r\nB=2\r\n'), false);
  });
  test('it reaches no further', () => {
    assert.equal(isShown('A=1 # langfuse-stack-disable-line env/duplicate-key\nB=2\n'), true);
    assert.equal(isShown('# langfuse-stack-disable-next-line env/duplicate-key\nA=1\nB=2\n'), true);
    assert.equal(isShown('B=2\n# langfuse-stack-disable-next-line env/duplicate-key\n'), true);
  });
  test('it names one code, several, a prefix, or all by naming none', () => {
    const line = (codes: string) => `B=2 # langfuse-stack-disable-line${codes}\n`;
    for (const codes of ['', ' env/*', ' xref/typo, env/duplicate-key', ' xref/typo env/duplicate-key'])
      assert.equal(isShown(line(codes)), false, codes);
    for (const codes of [' xref/typo', ' env', ' env/duplicate', ' xref/*'])
      assert.equal(isShown(line(codes)), true, codes);
  });
  test('a reason is for people', () => {
    assert.equal(isShown('B=2 # langfuse-stack-disable-line env/duplicate-key -- xref/typo'), false);
    assert.equal(isShown('B=2 # langfuse-stack-disable-line xref/typo -- env/duplicate-key'), true);
    assert.equal(isShown('B=2 # langfuse-stack-disable-line -- known'), false);
  });
  test('other words are no comment of ours', () => {
    assert.equal(isShown('B=2 # langfuse-stack-disable-lines\n'), true);
    assert.equal(isShown('B=2#langfuse-stack-disable-line\n'), true);
  });
  test('a file that was not read has no comments', () => {
    assert.equal(withoutSuppressed([finding('B=2', 'B=2')], new Map(), () => nowhere).length, 1);
  });

  test('the edit silences its finding and nothing else, with the indentation and line ends of the file', () => {
    const text = 'services:\r\n  web:\r\n    image: x\r\n';
    const found = finding(text, 'image', 'compose/image-unpinned');
    const edited = applyEdits(text, [suppressionEdit(text, found.span, found.code, nowhere)!]);
    assert.equal(
      edited,
      'services:\r\n  web:\r\n    # langfuse-stack-disable-next-line compose/image-unpinned\r\n    image: x\r\n',
    );
    assert.equal(isShown(edited, 'image: x', 'compose/image-unpinned'), false);
    assert.equal(isShown(edited, 'image: x', 'compose/public-port'), true);
  });
  test('a second code joins the first, before the reason', () => {
    const text = '# langfuse-stack-disable-next-line xref/typo -- known\nB=2\n';
    const edit = suppressionEdit(text, finding(text, 'B=2').span, 'env/duplicate-key', nowhere)!;
    const edited = applyEdits(text, [edit]);
    assert.equal(edited, '# langfuse-stack-disable-next-line xref/typo, env/duplicate-key -- known\nB=2\n');
  });

  test('inside a value nothing is a comment, and none is put there', () => {
    const text = 'A="x\n# langfuse-stack-disable-next-line xref/typo"\nB=2\n';
    const inside = insideText('.env', text);
    const code = 'env/duplicate-key';
    assert.equal(suppressionEdit(text, finding(text, '# langf').span, code, inside), undefined);
    assert.deepEqual(suppressionEdit(text, finding(text, 'B=2').span, code, inside)?.span, {
      start: text.indexOf('B=2'),
      end: text.indexOf('B=2'),
    });
  });
});
