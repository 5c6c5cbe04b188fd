import assert from 'node:assert/strict';
import type { NameUse } from '../../../../src/core/language/nameUse';
import { NameIndex } from '../../../../src/core/language/nameIndex';
import { definitionsAt, usesOfSame } from '../../../../src/core/language/navigation';
import { LineIndex } from '../../../../src/core/text';
import type { Texts } from '../../support/stackFiles';
import { stackWithCursor } from '../../support/stackFiles';

const app = (lines: string) => `services:\n  app:\n    image: app:1\n${lines}`;

suite('go to definition', () => {
  test('leads from a reference to the line of .env that counts', () => {
    const env = 'A=1\nexport A=2\n';
    for (const reference of ['${|A}', '$A|', '|${A:-x}', '${A:?no|}', '${B:-${|A}}', '"${A|}"'])
      assert.deepEqual(definitions({ 'compose.yaml': app(`    command: ${reference}\n`), '.env': env }), [
        '.env:2:8 A',
      ]);
  });

  test('leads from a name that is passed on', () => {
    const env = 'A=1\n';
    for (const entry of ['- |A', '- "A|"', 'A|:', '{A|: }'])
      assert.deepEqual(
        definitions({ 'compose.yaml': app(`    environment:\n      ${entry}\n`), '.env': env }),
        ['.env:1:1 A'],
      );
  });

  test('leads within an env file to the line above', () => {
    const files = { 'compose.yaml': app('    env_file: a.env\n'), 'a.env': 'A=1\nB=${|A}\nA=2\n' };
    assert.deepEqual(definitions(files), ['a.env:1:1 A']);
    assert.deepEqual(definitions({ 'compose.yaml': app(''), '.env': 'A=1\nB=${|A}\nA=2\n' }), ['.env:1:1 A']);
  });

  test('leads from an env_file to the .env of the project', () => {
    const files = { 'compose.yaml': app('    env_file: a.env\n'), 'a.env': 'B=${|A}\n', '.env': 'A=1\n' };
    assert.deepEqual(definitions(files), ['.env:1:1 A']);
  });

  test('leads to an included file that has the variable of its own', () => {
    const files = {
      'compose.yaml': 'include: [sub/compose.yaml]\n',
      'sub/compose.yaml': app('    command: ${|A}\n'),
      'sub/.env': 'A=1\n',
    };
    assert.deepEqual(definitions(files), ['sub/.env:1:1 A']);
  });

  test('leads nowhere from a variable of the shell or a mere default', () => {
    assert.deepEqual(definitions({ 'compose.yaml': app('    command: ${|A:-x}\n') }, { A: '1' }), []);
    assert.deepEqual(definitions({ 'compose.yaml': app('    command: ${|A:-x}\n') }), []);
  });

  test('stays on a definition, so that the editor offers the references', () => {
    assert.deepEqual(definitions({ 'compose.yaml': app(''), '.env': '|A=1\n' }), ['.env:1:1 A']);
  });
});

suite('references', () => {
  test('are those to the same variable, in every file', () => {
    const files = {
      'compose.yaml': app('    command: $A ${AB}\n    environment:\n      A: ${A:-${B:-$A}}\n'),
      'compose.override.yaml': 'services:\n  app:\n    environment: [A]\n',
      '.env': '|A=1\nB=$A\n',
    };
    assert.deepEqual(references(files), [
      'compose.yaml:4:15 A',
      'compose.yaml:6:12 A',
      'compose.yaml:6:21 A',
      'compose.override.yaml:3:19 A',
      '.env:1:1 A',
      '.env:2:4 A',
    ]);
  });

  test("of a container's own variable are its entries alone", () => {
    const files = {
      'compose.yaml': app('    env_file: a.env\n    environment:\n      |A: ${A}\n'),
      'a.env': 'A=1\n',
    };
    assert.deepEqual(references(files), ['compose.yaml:6:7 A', 'a.env:1:1 A']);
  });

  test('count from the text behind a byte order mark and CRLF line ends', () => {
    const files = {
      'compose.yaml': app('    command: ${A}\n').replaceAll('\n', '\r\n'),
      '.env': '\ufeff|A=1\r\n',
    };
    assert.deepEqual(references(files), ['compose.yaml:4:16 A', '.env:1:2 A']);
  });

  test('in text that no file reads are none', () => {
    assert.deepEqual(references({ 'compose.yaml': app("    command: '$$|A'\n"), '.env': 'A=1\n' }), []);
  });
});

function definitions(marked: Texts, environment?: Record<string, string>): readonly string[] {
  const { stack, path, offset } = stackWithCursor(marked, environment);
  return definitionsAt(new NameIndex(stack), path, offset).map(place(stack.texts));
}

function references(marked: Texts): readonly string[] {
  const { stack, path, offset } = stackWithCursor(marked);
  return usesOfSame(new NameIndex(stack), path, offset).map(place(stack.texts));
}

/** As `path:line:column`, from 1, and the text there. */
function place(texts: ReadonlyMap<string, string>): (use: NameUse) => string {
  return ({ path, span }) => {
    const text = texts.get(path) ?? '';
    const { line, column } = new LineIndex(text).positionAt(span.start);
    return `${path}:${line + 1}:${column + 1} ${text.slice(span.start, span.end)}`;
  };
}
