import assert from 'node:assert/strict';
import { takesCommentAbove } from '../../../../src/core/rules/takesCommentAbove';

suite('a comment above', () => {
  const takes = (path: string, marked: string) => {
    const start = marked.indexOf('«');
    return takesCommentAbove({ path, span: { start, end: start } }, marked.replace('«', ''));
  };
  test('is a comment before an entry and before its key', () => {
    assert.equal(takes('.env', 'A=1\n«B=2\n'), true);
    assert.equal(takes('.env', 'A="x\ny"\nB=«2\n'), true);
    assert.equal(takes('compose.yaml', 'services:\n  web:\n    image: «x\n'), true);
    assert.equal(takes('compose.yaml', 'services:\n  web:\n    command: [«a, b]\n'), true);
  });
  test('would be part of a value that goes over several lines', () => {
    assert.equal(takes('.env', 'A="x\n«y"\nB=2\n'), false);
    assert.equal(takes('compose.yaml', 'services:\n  web:\n    command: |\n      a\n      «b\n'), false);
    assert.equal(takes('compose.yaml', 'services:\n  web:\n    command: "a\n      «b"\n'), false);
  });
});
