import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { reveal, Secret } from '../../../src/core/secret';

suite('Secret', () => {
  const secret = new Secret('canary-4711');

  test('is redacted in every text form', () => {
    const shown = [
      String(secret),
      'text ' + String(secret),
      JSON.stringify({ secret }),
      inspect(secret, { showHidden: true, depth: 9 }),
      inspect({ nested: [secret] }),
      Object.values(secret).join(),
    ];
    for (const text of shown) assert.doesNotMatch(text, /canary/);
  });

  test('gives its value away on request only', () => {
    assert.equal(secret.reveal(), 'canary-4711');
    assert.equal(reveal(secret), 'canary-4711');
    assert.equal(reveal('plain'), 'plain');
  });
});
