import assert from 'node:assert/strict';
import { escapeMarkdown } from '../../../src/core/markdown';

suite('escapeMarkdown', () => {
  test('leaves no character that means something, and no line of its own', () => {
    assert.equal(escapeMarkdown('[x](command:y)\n# <b> é'), '\\[x\\]\\(command\\:y\\) \\# \\<b\\> é');
  });
});
