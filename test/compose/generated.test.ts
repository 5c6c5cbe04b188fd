import assert from 'node:assert/strict';
import fc from 'fast-check';
import { disagreements } from './compare';
import type { Comparison } from './compare';
import { dotEnv, envFiles, scalars, templates, VARIABLES, wholeFiles } from './stacksOf';
import { scalarDifference, templateDifference } from './versionDifferences';

/** Fixed, so that every run is the same; set LANGFUSE_STACK_SEED to look further. A failure prints it. */
const seed = Number(process.env['LANGFUSE_STACK_SEED'] ?? 20_260_801);

/** A failure is made smaller for no longer than this. */
const LIMIT_MS = 100_000;

const name = fc.constantFrom('FOO', 'foo', 'EMPTY', 'NONE', 'NESTED', 'JSON', 'A', 'B');
const argument = fc.constantFrom(
  '',
  'd',
  'd e',
  '{"a":1}',
  '$FOO',
  '${EMPTY}',
  '${NONE:-${FOO}}',
  '${NONE-x}',
  '$$',
);
const reference = fc.oneof(
  { weight: 2, arbitrary: name.map((each) => `$${each}`) },
  { weight: 2, arbitrary: name.map((each) => `\${${each}}`) },
  { weight: 2, arbitrary: fc.constantFrom('$$', '$${FOO}', '$1', '${FOO:?never}') },
  {
    weight: 6,
    arbitrary: fc
      .tuple(name, fc.constantFrom(':-', '-', ':+', '+'), argument)
      .map(([each, operator, inner]) => `\${${each}${operator}${inner}}`),
  },
);
const broken = fc.constantFrom(
  '$',
  '${',
  '${}',
  '${FOO',
  '${NONE:?must}',
  '${EMPTY:?}',
  '${FOO:x}',
  '${F-',
  '${1}',
);
const word = fc.constantFrom(
  ...['x', '1', '.', '-', ':', 'é', ',', '(', ')', 'a b', '{', '}', '\\', "'", '"', '='],
);

const template = text(
  { weight: 12, arbitrary: word },
  { weight: 12, arbitrary: reference },
  { weight: 1, arbitrary: broken },
).filter((input) => templateDifference(input) === undefined);

const rawValue = text(
  { weight: 8, arbitrary: word },
  { weight: 4, arbitrary: reference },
  { weight: 3, arbitrary: fc.constantFrom(' ', '\t', ' #', '#', '\\n', '\\"', "\\'", '\\$', '\\0101', '`') },
  { weight: 1, arbitrary: fc.constantFrom('\r', '\u00a0', '\u0085', '\\\n', '\n', '$') },
);
const value = fc.oneof(
  { weight: 4, arbitrary: rawValue },
  { weight: 3, arbitrary: rawValue.map((inner) => `"${inner.replaceAll('"', '\\"')}"`) },
  { weight: 2, arbitrary: rawValue.map((inner) => `'${inner.replaceAll("'", "\\'")}'`) },
  { weight: 1, arbitrary: rawValue.map((inner) => `"${inner}`) },
);
const key = fc.constantFrom(
  'A',
  'B',
  'C',
  'FOO',
  'a.b',
  'export A',
  '  B',
  'C\t',
  'É',
  '1',
  '',
  'A B',
  'A[0]',
);
const line = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .tuple(key, fc.constantFrom('=', '=', '= ', ' = ', ':', ': '), value)
      .map((parts) => parts.join('')),
  },
  { weight: 1, arbitrary: key },
  { weight: 1, arbitrary: fc.constantFrom('# note', '', '   ', '#A=1') },
);
const envText = fc
  .tuple(
    fc.array(line, { minLength: 1, maxLength: 4 }),
    fc.constantFrom('\n', '\n', '\n', '\r\n'),
    fc.boolean(),
  )
  .map(([lines, newline, isEnded]) => lines.join(newline) + (isEnded ? newline : ''))
  .filter((input) => templateDifference(input) === undefined);

const scalar = text(
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      '0',
      '1',
      '7',
      '9',
      '.',
      '-',
      '+',
      '_',
      'e',
      'x',
      'o',
      'b',
      '0x',
      '0o',
      '1e',
      ':',
    ),
  },
  { weight: 1, arbitrary: fc.constantFrom('A', ' ', '~', 'true', 'null', 'yes', '#', ' #', '"', "'") },
  {
    weight: 1,
    arbitrary: fc.constantFrom('{', '}', '[', ']', ',', '\\', '%', '@', '- ', '? ', '!!str ', '*a', '&a '),
  },
  { weight: 1, arbitrary: reference },
).filter((input) => scalarDifference(input) === undefined && templateDifference(input) === undefined);

/** What YAML gives a meaning, what looks like it, and lines at any indentation. */
const yaml = text(
  {
    weight: 6,
    arbitrary: fc.constantFrom('a', 'b c', '7', 'é', '😀', '~', ' ', '  ', ',', ':', ': ', '- ', '-', '? '),
  },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      '\n',
      '\n ',
      '\n      ',
      '\n        ',
      '\n\n',
      '\r\n',
      '\n\t',
      '\n       \t',
      '\t',
    ),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      '"',
      "'",
      '"a\n b"',
      "'a\n\n b'",
      '"a\\\n b"',
      '"\\x41\\_"',
      '"\\/"',
      '"\\ud800"',
      "''",
    ),
  },
  { weight: 2, arbitrary: fc.constantFrom('#', ' #', ' # c\n', '\n# c', '\n        # c', '"a"#', '[a]#') },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '[',
      ']',
      '{',
      '}',
      '\n        b: c',
      '\n        - b',
      '\n      K2: d',
      '<<: ',
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '|',
      '|#c\n        ',
      '|2\n',
      '|+\n        a\n\n',
      '>\n        a\n        b\n',
      '>-\n',
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('&a ', '*a', '&a', '&a.b ', '!own ', '!!str ', '!', '%', '@', '`'),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '\r',
      '\u0085',
      '\u2028',
      '\ufeff',
      '---',
      '\n---\n',
      '\n...\n',
      '\n%YAML 1.1\n',
    ),
  },
);
const file = fc
  .tuple(
    fc.constantFrom(
      'services:\n  SERVICE:\n    image: x\n    environment:\n      K: HERE\n      Z: z\n',
      'services:\n  SERVICE:\n    image: x\n    environment: { K: HERE, Z: z }\n',
      'x-SERVICE: &a b\nservices:\n  SERVICE: { image: x, command: [HERE] }\n',
      'x-SERVICE: HERE\nservices: { SERVICE: { image: x } }\n',
      'services:\n  SERVICE:\n    image: x\nHERE\n    environment: [A=HERE]\n',
    ),
    yaml,
  )
  .map(([frame, here]) => frame.replaceAll('HERE', () => here))
  // Compose 2 alone refuses a tab that begins a block of text, as we do.
  .filter((input) => !/[|>][^\n]*\n\s*\t/.test(input));

suite('generated inputs, as docker compose config reads them', () => {
  test('env files', () =>
    agree(envText, { runs: 12, upTo: 24 }, { stackOf: envFiles, variables: VARIABLES }));

  test('.env itself', () =>
    agree(
      envText,
      { runs: 20, upTo: 1 },
      { stackOf: dotEnv(['A', 'B', 'C', 'FOO', 'a.b']), variables: VARIABLES },
    ));

  test('templates', () =>
    agree(template, { runs: 8, upTo: 60 }, { stackOf: templates, variables: VARIABLES }));

  test('plain YAML scalars', () =>
    agree(scalar, { runs: 8, upTo: 30 }, { stackOf: scalars, variables: VARIABLES }));

  test('YAML files', () => agree(file, { runs: 8, upTo: 30 }, { stackOf: wholeFiles }));
});

async function agree(
  input: fc.Arbitrary<string>,
  { runs, upTo }: { readonly runs: number; readonly upTo: number },
  comparison: Comparison,
): Promise<void> {
  const inputs = fc.array(input, { minLength: 1, maxLength: upTo, size: 'max' });
  const property = fc.asyncProperty(inputs, async (batch) => {
    assert.deepEqual(await disagreements(batch, comparison), []);
  });
  await fc.assert(property, {
    seed,
    numRuns: runs,
    interruptAfterTimeLimit: LIMIT_MS,
    markInterruptAsFailure: true,
  });
}

function text(...pieces: readonly fc.WeightedArbitrary<string>[]): fc.Arbitrary<string> {
  return fc
    .array(fc.oneof(...pieces), { minLength: 1, maxLength: 8, size: 'max' })
    .map((all) => all.join(''));
}
