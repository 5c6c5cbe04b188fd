import assert from 'node:assert/strict';
import fc from 'fast-check';
import { evaluateEnv } from '../../../../src/core/env/evaluate';
import { parseEnv } from '../../../../src/core/env/parse';
import type { EnvAssignment } from '../../../../src/core/env/parse';
import { reveal, Secret } from '../../../../src/core/secret';
import type { Span } from '../../../../src/core/text';

const slice = (text: string, span: Span | undefined): string | undefined =>
  span && text.slice(span.start, span.end);

function assignments(text: string): readonly EnvAssignment[] {
  return parseEnv(text).items.filter((item) => item.kind === 'assignment');
}

/** Texts made of what matters to the dialect, far likelier to be odd than random ones. */
const envText = fc
  .array(
    fc.constantFrom(
      ...['A', 'B=', '=', ':', '\n', '\r\n', ' ', '\t', '"', "'", '\\', '$', '${', '}', '${A:-x}', '#', ' #'],
      ...['export ', 'é', '😀', '\u00a0', '\u0085', '\ufeff', '[', '-', '.', '+', '\\0101', '\\$'],
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''));

suite('parsing a .env file', () => {
  test('its pieces are the whole text, in order and without gaps', () => {
    fc.assert(
      fc.property(fc.oneof(envText, fc.string()), (text) => {
        let end = 0;
        for (const { span } of parseEnv(text).items) {
          assert.equal(span.start, end);
          assert.ok(span.end > span.start);
          end = span.end;
        }
        assert.equal(end, text.length);
      }),
    );
  });
  test('each span of a value lies inside its statement, and a decoded unit inside the value', () => {
    fc.assert(
      fc.property(envText, (text) => {
        for (const { span, key, value } of assignments(text)) {
          for (const inner of [key.span, value.span, value.contentSpan]) {
            assert.ok(span.start <= inner.start && inner.start <= inner.end && inner.end <= span.end);
          }
          for (let i = 0; i < value.decoded.text.length; i++) {
            const offset = value.decoded.offsetAt(i);
            assert.ok(offset >= value.contentSpan.start && offset < value.contentSpan.end);
          }
        }
      }),
    );
  });
  test('what is evaluated never throws, and a problem has a place', () => {
    fc.assert(
      fc.property(envText, (text) => {
        const document = parseEnv(text);
        const evaluated = evaluateEnv(document, { outer: () => undefined, isSecret: () => true });
        for (const { span } of [...document.problems, ...evaluated.problems, ...evaluated.references]) {
          assert.ok(span.start >= 0 && span.start <= span.end && span.end <= text.length);
        }
      }),
    );
  });

  test('spans of key, separator, value, content and comment', () => {
    const text = 'export KEY = "a b" # c\nB=x  # d\n';
    const parts = assignments(text).map(({ exportSpan, key, separator, value, commentSpan }) =>
      [exportSpan, key.span, separator.span, value.span, value.contentSpan, commentSpan].map((span) =>
        slice(text, span),
      ),
    );
    assert.deepEqual(parts, [
      ['export', 'KEY', '=', '"a b"', 'a b', undefined],
      [undefined, 'B', '=', 'x', 'x', '# d'],
    ]);
  });
  test('a reference behind escapes is found in the file', () => {
    const text = 'A="\\n\\"é ${NAME:-d}"\n';
    const { references } = evaluateEnv(parseEnv(text), { outer: () => undefined, isSecret: () => false });
    assert.deepEqual(
      references.map(({ span }) => slice(text, span)),
      ['${NAME:-d}'],
    );
  });
});

suite('problems of a .env file', () => {
  const marks = (text: string): readonly (readonly [string, string | undefined])[] =>
    parseEnv(text).problems.map(({ code, span }) => [code, slice(text, span)]);

  test('every one is reported, each at its place', () =>
    assert.deepEqual(marks('A B=1\nC=2\nD+=3\nE="open\nF=5\n'), [
      ['env/space-in-key', ' '],
      ['env/plus-equals', '+='],
      ['env/unterminated-quote', '"open'],
    ]));
  test('reading goes on behind each of them', () => {
    const names = assignments('A B=1\nC=2\nD+=3\nE="open\nF=5\n').map(({ key }) => key.text);
    assert.deepEqual(names, ['C', 'F']);
  });
  test('a lone export at the end is refused', () =>
    assert.deepEqual(marks('export '), [['env/export-without-key', 'export']]));
  test('compose counts the lines up to the end of an open quote', () =>
    assert.equal(parseEnv('X=1\nA="b\nc\n').problems[0]?.composeLine, 4));
  test('compose loses a line behind a bare key with a blank', () =>
    assert.equal(parseEnv('A \nB C=1\n').problems[0]?.composeLine, 1));
});

suite('evaluating a .env file', () => {
  const evaluate = (text: string, shell: Readonly<Record<string, string>> = {}) =>
    evaluateEnv(parseEnv(text), {
      outer: (name) => shell[name],
      isSecret: (name) => name === 'SECRET',
    });

  test('the last assignment of a name counts', () => {
    const text = 'A=1\nA=2\n';
    assert.equal(slice(text, evaluate(text).variables.get('A')?.valueSpan), '2');
  });
  test('a name without a value is known and unset', () => {
    const variable = evaluate('A\n').variables.get('A');
    assert.deepEqual([variable?.name, variable?.value], ['A', undefined]);
  });
  test('a name without a value keeps what an earlier line gave it', () =>
    assert.equal(evaluate('A=1\nA\n').variables.get('A')?.value, '1'));
  test('a secret taints what it is written into', () => {
    const value = evaluate('SECRET=s\nA=x$SECRET\n').variables.get('A')?.value;
    assert.ok(value instanceof Secret);
    assert.equal(reveal(value), 'xs');
  });
  test('a value that fails is empty and the file goes on', () => {
    const { variables, problems } = evaluate('A=${NO:?why}\nB=${bad\nC=3\n');
    assert.deepEqual(
      problems.map(({ code }) => code),
      ['env/required-missing', 'env/invalid-interpolation'],
    );
    assert.deepEqual(
      [...variables.values()].map(({ value }) => value),
      ['', '', '3'],
    );
  });
});
