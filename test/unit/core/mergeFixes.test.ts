import assert from 'node:assert/strict';
import type { Fix } from '../../../src/core/diagnostic';
import { mergeFixes } from '../../../src/core/mergeFixes';

suite('mergeFixes', () => {
  const edit = (start: number, end: number, newText: string) => ({ span: { start, end }, newText });
  const fix = (path: string, ...edits: ReturnType<typeof edit>[]): Fix => ({
    title: '',
    edits: [{ path, edits }],
  });

  test('keeps fixes that do not touch', () => {
    assert.deepEqual(
      mergeFixes([fix('a', edit(0, 1, 'x')), fix('a', edit(1, 2, 'y')), fix('b', edit(0, 1, 'z'))]),
      [
        { path: 'a', edits: [edit(0, 1, 'x'), edit(1, 2, 'y')] },
        { path: 'b', edits: [edit(0, 1, 'z')] },
      ],
    );
  });
  test('leaves a fix out whole when a part of it overlaps', () => {
    const second: Fix = {
      title: '',
      edits: [
        { path: 'b', edits: [edit(0, 1, 'q')] },
        { path: 'a', edits: [edit(2, 5, 'y')] },
      ],
    };
    assert.deepEqual(mergeFixes([fix('a', edit(0, 3, 'x')), second]), [
      { path: 'a', edits: [edit(0, 3, 'x')] },
    ]);
  });
  test('makes an edit that two fixes share once', () => {
    assert.deepEqual(mergeFixes([fix('a', edit(4, 4, 'x')), fix('a', edit(4, 4, 'x'))]), [
      { path: 'a', edits: [edit(4, 4, 'x')] },
    ]);
  });
  test('keeps the order of insertions at one place', () => {
    assert.deepEqual(mergeFixes([fix('a', edit(4, 4, 'x')), fix('a', edit(4, 4, 'y'))]), [
      { path: 'a', edits: [edit(4, 4, 'x'), edit(4, 4, 'y')] },
    ]);
  });
  test('adds a key to one place once', () => {
    const variables = (...names: string[]) =>
      fix('a', edit(4, 4, `\n  environment:${names.map((name) => `\n    ${name}: 1`).join('')}`));
    const [first, second] = [variables('SALT'), variables('TZ')];
    const line = fix('a', edit(4, 4, '\n  SALT: 1'));
    assert.deepEqual(mergeFixes([first, second, line]), [
      { path: 'a', edits: [...first.edits, ...line.edits].flatMap(({ edits }) => edits) },
    ]);
  });
  test('adds a name to one place once, however it is written', () => {
    for (const [first, second] of [
      ['\n    - SALT=1', "\n    - 'SALT=2'"],
      [', SALT: 1', ", TZ: UTC, SALT: '2'"],
      [',\n    SALT: 1', ',\n    TZ: UTC,\n    SALT: 2'],
      [", 'SALT=1'", ', "SALT=2"'],
    ] as const)
      assert.deepEqual(mergeFixes([fix('a', edit(4, 4, first)), fix('a', edit(4, 4, second))]), [
        { path: 'a', edits: [edit(4, 4, first)] },
      ]);
  });
  test('does not insert into a range that is replaced', () => {
    assert.deepEqual(
      mergeFixes([fix('a', edit(2, 6, '')), fix('a', edit(2, 2, 'x')), fix('a', edit(4, 4, 'y'))]),
      [{ path: 'a', edits: [edit(2, 6, '')] }],
    );
  });
});
