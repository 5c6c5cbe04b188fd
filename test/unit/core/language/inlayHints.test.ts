import assert from 'node:assert/strict';
import type { HintOptions } from '../../../../src/core/language/inlayHints';
import { valueHints } from '../../../../src/core/language/inlayHints';
import { NameIndex } from '../../../../src/core/language/nameIndex';
import { stackOf } from '../../support/stackFiles';

const app = (lines: string) => `services:\n  app:\n    image: app:1\n${lines}`;

suite('value hints', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['a value of .env', 'command: ${A}', 'command: ${A}→ 1'],
    ['each reference', 'command: $A-${B:-b c}', 'command: $A→ 1-${B:-b c}→ b c'],
    ['behind the quotes when they hold nothing else', 'command: "${A}"', 'command: "${A}"→ 1'],
    ['within quotes that hold more', 'command: "x ${A}"', 'command: "x ${A}→ 1"'],
    ['the whole of a default', 'command: ${B:-x${A}y}', 'command: ${B:-x${A}y}→ x1y'],
    ['a replacement', 'command: ${A:+yes}${B:+no}', 'command: ${A:+yes}→ yes${B:+no}→ empty'],
    ['an empty value', 'command: ${EMPTY-x}', 'command: ${EMPTY-x}→ empty'],
    ['the shell', 'command: ${SHELL_A}', 'command: ${SHELL_A}→ s'],
    ['a name passed on', 'environment: [A]', 'environment: [A→ 1]'],
    ['a long value cut', 'command: ${LONG}', `command: \${LONG}→ ${'x'.repeat(39)}…`],
    ['nothing where compose fails', 'command: ${B?no}', 'command: ${B?no}'],
    ['nothing for a plain dollar', 'command: $$A', 'command: $$A'],
    ['nothing for a secret', 'command: ${TOKEN}', 'command: ${TOKEN}'],
    ['nothing for a password in a default', 'command: ${DB_PASSWORD:-p}', 'command: ${DB_PASSWORD:-p}'],
    ['nothing for what becomes a secret', 'environment: {SALT: "${B:-s}"}', 'environment: {SALT: "${B:-s}"}'],
  ];
  for (const [what, line, expected] of cases)
    test(`show ${what}`, () => assert.equal(hinted(app(`    ${line}\n`)), app(`    ${expected}\n`)));

  test('show that a secret is set, as dots, when asked', () => {
    const compose = app('    command: ${TOKEN} ${EMPTY_TOKEN}\n');
    assert.equal(
      hinted(compose, { secrets: 'masked' }),
      app('    command: ${TOKEN}→ •••••• ${EMPTY_TOKEN}→ empty\n'),
    );
  });

  test('leave out what lies outside of the lines that are shown', () => {
    const compose = app('    command: ${A}\n    user: ${A}\n');
    const start = compose.indexOf('user');
    const stack = stackOf({ 'compose.yaml': compose, '.env': 'A=1' });
    const hints = valueHints(new NameIndex(stack), 'compose.yaml', { start, end: compose.length }, LEFT_OUT);
    assert.deepEqual(
      hints.map(({ offset }) => offset),
      [compose.length - 1],
    );
  });

  test('tell where the value comes from', () => {
    const stack = stackOf(
      { 'compose.yaml': app('    command: ${A} ${B:-x} ${S}\n    environment: [A]\n'), '.env': 'A=1' },
      { S: '1' },
    );
    const hints = valueHints(new NameIndex(stack), 'compose.yaml', { start: 0, end: 999 }, LEFT_OUT);
    assert.deepEqual(
      hints.map(({ tooltip }) => tooltip),
      ['`A`: \\.env\\:1', '`B`: the default in compose\\.yaml\\:4', '`S`: the shell', '`A`: \\.env\\:1'],
    );
  });

  test('are silent about values of an included file that cannot be told apart', () => {
    const files = {
      'compose.yaml': 'include: [sub/compose.yaml]\n',
      'sub/compose.yaml': app('    command: ${A} ${B:-$A}\n'),
      'sub/.env': 'A=1\n',
    };
    const hints = valueHints(
      new NameIndex(stackOf(files)),
      'sub/compose.yaml',
      { start: 0, end: 999 },
      LEFT_OUT,
    );
    assert.deepEqual(hints, []);
  });
});

const LEFT_OUT: HintOptions = { secrets: 'left-out' };

/** The compose file with its hints written into it. */
function hinted(compose: string, options = LEFT_OUT): string {
  const env = `A=1\nEMPTY=\nTOKEN=t\nEMPTY_TOKEN=\nLONG=${'x'.repeat(99)}\n`;
  const stack = stackOf({ 'compose.yaml': compose, '.env': env }, { SHELL_A: 's' });
  const hints = valueHints(new NameIndex(stack), 'compose.yaml', { start: 0, end: compose.length }, options);
  return [...hints]
    .reverse()
    .reduce((text, { offset, label }) => text.slice(0, offset) + label + text.slice(offset), compose);
}
