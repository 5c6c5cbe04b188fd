import assert from 'node:assert/strict';
import { isIgnored } from '../../../src/core/ignorePatterns';

suite('ignorePatterns', () => {
  const ignores = (text: string, path: string, folder = '') => isIgnored(path, [{ folder, text }]);

  const cases: readonly (readonly [text: string, path: string, expected: boolean])[] = [
    ['.env', '.env', true],
    ['.env', 'a/b/.env', true],
    ['/.env', '.env', true],
    ['/.env', 'a/.env', false],
    ['a/.env', 'a/.env', true],
    ['a/.env', 'b/a/.env', false],
    ['.env*', '.env.local', true],
    ['*.env', 'web.env', true],
    ['*.env', '.environment', false],
    ['.env\n!.env', '.env', false],
    ['!.env\n.env', '.env', true],
    ['a/\n!a/.env', 'a/.env', true],
    ['a/*\n!a/.env', 'a/.env', false],
    ['.env/', '.env', false],
    ['# .env', '.env', false],
    ['\\#x', '#x', true],
    ['.env   ', '.env', true],
    ['.env\r', '.env', true],
    ['**/.env', 'a/b/.env', true],
    ['a/**/.env', 'a/.env', true],
    ['a/**/.env', 'a/b/c/.env', true],
    ['a/**', 'a/b/.env', true],
    ['.en?', '.env', true],
    ['a?b', 'a/b', false],
    ['.en[a-z]', '.env', true],
    ['.en[!a-z]', '.env', false],
    ['a.env', 'aXenv', false],
    ['[z-a]', 'z', false],
  ];
  for (const [text, path, expected] of cases)
    test(`${JSON.stringify(text)} ${expected ? 'leaves out' : 'keeps'} ${path}`, () =>
      assert.equal(ignores(text, path), expected));

  test('patterns count from the folder of their file', () => {
    assert.equal(ignores('/.env', 'a/.env', 'a'), true);
    assert.equal(ignores('.env', '.env', 'a'), false);
    assert.equal(ignores('.env', 'a.b/.env', 'a?b'), false);
  });
  test('a deeper file wins', () =>
    assert.equal(
      isIgnored('a/.env', [
        { folder: '', text: '.env' },
        { folder: 'a', text: '!.env' },
      ]),
      false,
    ));
});
