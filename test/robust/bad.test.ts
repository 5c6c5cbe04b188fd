import assert from 'node:assert/strict';
import { badInputs } from './badInputs';
import { checkTexts } from './check';

suite('bad input', () => {
  for (const { name, make } of badInputs) {
    test(`is checked: ${name}`, () => {
      assert.ok(checkTexts(make(30_000)).length > 0);
    });
  }
});
