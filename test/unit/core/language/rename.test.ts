import assert from 'node:assert/strict';
import { NameIndex } from '../../../../src/core/language/nameIndex';
import { renameAt, renameTargetAt } from '../../../../src/core/language/rename';
import type { StackFiles } from '../../../../src/core/language/nameUse';
import { reveal } from '../../../../src/core/secret';
import { applyFileEdits } from '../../support/checkRule';
import type { Texts } from '../../support/stackFiles';
import { stackOf, stackWithCursor } from '../../support/stackFiles';

const services = (lines: string) => `services:\n  app:\n    image: app:1\n${lines}`;

suite('rename', () => {
  test('reaches every reference, in defaults and in other lines of .env as well', () => {
    const renamed = rename({
      'compose.yaml': services(
        '    command: run ${OLD} $OLD "${A:-x${OLD:?no}}"\n    environment:\n      OTHER: \'${OLD-}\'\n',
      ),
      '.env': '|OLD=1\nB="${OLD}/$OLD"\nC=\'$OLD\'\nOLDER=2\n',
    });
    assert.deepEqual(renamed, {
      'compose.yaml': services(
        '    command: run ${NEW} $NEW "${A:-x${NEW:?no}}"\n    environment:\n      OTHER: \'${NEW-}\'\n',
      ),
      '.env': 'NEW=1\nB="${NEW}/$NEW"\nC=\'$OLD\'\nOLDER=2\n',
    });
  });

  test("leaves the container's own variable of the same name", () => {
    const compose = services('    environment:\n      OLD: ${|OLD:-x}\n');
    const renamed = rename({ 'compose.yaml': compose, '.env': 'OLD=1\n' });
    assert.equal(renamed['compose.yaml'], services('    environment:\n      OLD: ${NEW:-x}\n'));
  });

  const passedOn: readonly (readonly [string, string])[] = [
    ['      - OLD\n      - B=1\n', '      - OLD=${NEW}\n      - B=1\n'],
    ['      - "OLD"\n', '      - "OLD=${NEW}"\n'],
    ["      - 'OLD' # why\n", "      - 'OLD=${NEW}' # why\n"],
    ['      OLD:\n      B: 1\n', '      OLD: ${NEW}\n      B: 1\n'],
    ['      OLD: # why\n', '      OLD: ${NEW} # why\n'],
    ['      "OLD" : null\n', '      "OLD": ${NEW}\n'],
    ['      {OLD: , B: "1"}\n', '      {OLD: "${NEW}", B: "1"}\n'],
    ['      [B=1, OLD]\n', '      [B=1, "OLD=${NEW}"]\n'],
    ['      ["OLD"]\n', '      ["OLD=${NEW}"]\n'],
  ];
  for (const [before, after] of passedOn) {
    test(`writes what is passed on as an entry: ${before.trim().replaceAll('\n', ' ')}`, () => {
      const compose = services(`    environment:\n${before}`);
      const renamed = rename({ 'compose.yaml': compose, '.env': '|OLD=a\n' });
      assert.equal(renamed['compose.yaml'], services(`    environment:\n${after}`));
    });
  }

  test('writes what an env_file passes on as an entry', () => {
    const renamed = rename({
      'compose.yaml': services('    env_file: app.env\n'),
      'app.env': 'A=1\nOLD\nB=${OLD}\n',
      '.env': '|OLD=1\n',
    });
    assert.equal(renamed['app.env'], 'A=1\nOLD=${NEW}\nB=${NEW}\n');
  });

  test('reaches what two services share, and both files of a stack, once', () => {
    const renamed = rename({
      'compose.yaml':
        'x-env: &env\n  A: ${OLD}\nservices:\n  a: {image: a, environment: *env}\n  b: {image: "b:${OLD}", environment: {<<: *env}}\n',
      'compose.override.yaml': 'services:\n  a:\n    environment:\n      A: o${OLD|}\n',
      '.env': 'OLD=1\n',
    });
    assert.equal(renamed['compose.override.yaml'], 'services:\n  a:\n    environment:\n      A: o${NEW}\n');
    assert.match(renamed['compose.yaml'] ?? '', /A: \$\{NEW\}[^]*b:\$\{NEW\}/);
  });

  const refused: readonly (readonly [string, Texts, RegExp, Record<string, string>?])[] = [
    [
      'a variable of the shell',
      { 'compose.yaml': services('    command: ${|OLD}\n') },
      /shell/,
      { OLD: '1' },
    ],
    [
      'a variable that the shell wins over',
      { 'compose.yaml': services('    command: ${OLD}\n'), '.env': '|OLD=1\n' },
      /shell/,
      { OLD: '2' },
    ],
    ['a key without a value in .env', { 'compose.yaml': services(''), '.env': '|OLD\n' }, /shell/],
    [
      "a container's own variable",
      { 'compose.yaml': services('    environment:\n      |OLD: x\n'), '.env': 'OLD=1\n' },
      /container reads OLD/,
    ],
    [
      'a line of an env_file',
      { 'compose.yaml': services('    env_file: a.env\n'), 'a.env': '|OLD=1\n' },
      /container reads OLD/,
    ],
    [
      'a reference to a line of an env_file',
      { 'compose.yaml': services('    env_file: a.env\n'), 'a.env': 'OLD=1\nB=${|OLD}\n' },
      /container reads OLD/,
    ],
    [
      'a line of .env that a container gets as it is',
      { 'compose.yaml': services('    env_file: .env\n'), '.env': '|OLD=1\n' },
      /app gets every line of \.env/,
    ],
    [
      'what compose reads itself',
      { 'compose.yaml': services(''), '.env': '|COMPOSE_PROFILES=a\n' },
      /compose itself/,
    ],
    [
      'what is passed on and set nowhere',
      { 'compose.yaml': services('    environment: [|OLD]\n') },
      /set nowhere/,
    ],
    [
      'a stack with errors',
      { 'compose.yaml': services('    command: "${OLD}\n'), '.env': '|OLD=1\n' },
      /Correct the errors/,
    ],
    ['a value', { 'compose.yaml': services('    command: r|un\n') }, /Only variables/],
    ['a default', { 'compose.yaml': services('    command: ${A:-d|}\n') }, /Only variables/],
  ];
  for (const [what, files, reason, environment] of refused) {
    test(`refuses ${what}`, () => {
      const { stack, path, offset } = stackWithCursor(files, environment);
      const target = renameTargetAt(new NameIndex(stack), path, offset);
      assert.equal(target.kind, 'refused');
      assert.match(target.reason, reason);
    });
  }

  for (const [name, reason] of [
    ['1A', /letters/],
    ['A-B', /letters/],
    ['', /letters/],
    ['TAKEN', /already/],
    ['FROM_SHELL', /already/],
    ['COMPOSE_FILE', /compose itself/],
  ] as const) {
    test(`refuses the new name “${name}”`, () => {
      const files = { 'compose.yaml': services('    command: ${TAKEN}\n'), '.env': '|OLD=1\n' };
      const { stack, path, offset } = stackWithCursor(files, { FROM_SHELL: '' });
      const result = renameAt(new NameIndex(stack), path, offset, name);
      assert.equal(result.kind, 'refused');
      assert.match(result.reason, reason);
    });
  }
});

/** Renames the variable at the cursor to NEW, and makes sure that every container still gets what it got. */
function rename(marked: Texts): Texts {
  const { stack, path, offset } = stackWithCursor(marked);
  const result = renameAt(new NameIndex(stack), path, offset, 'NEW');
  assert.equal(result.kind, 'edits', JSON.stringify(result));
  const renamed = applyFileEdits(Object.fromEntries(stack.texts), result.edits);
  const after = stackOf(renamed);
  assert.deepEqual(after.project.problems, []);
  assert.deepEqual(received(after), received(stack));
  return renamed;
}

function received({ project }: StackFiles): unknown {
  return [...project.services.values()].map(({ name, environment, image, command }) => ({
    name,
    image: image?.value,
    command: command?.value.map(reveal),
    environment: [...environment.values()].map((variable) => [variable.name, reveal(variable.value)]).sort(),
  }));
}
