import assert from 'node:assert/strict';
import type { Files } from '../../support/checkRule';
import { checkFiles } from '../../support/checkRule';

suite('missingOnce', () => {
  const compose =
    'services:\n  a:\n    image: "x:1${A:?}"\n  b:\n    image: "x:1${A:?}${B:?}"\n  c:\n    image: "x:1${A:-2}"\n';
  const missing = (files: Files, environment: Record<string, string> = {}) =>
    checkFiles(files, { environment })
      .filter(({ code }) => code === 'compose/required-missing')
      .map(({ path, span, related = [] }) => [
        `${path} ${(files[path] ?? '').slice(span.start, span.end)}`,
        ...related.map((place) => `${place.path}:${place.span.start}`),
      ]);
  const [first, second] = [compose.indexOf('${A:?}'), compose.lastIndexOf('${A:?}')];

  test('a variable that two places demand is missing once', () =>
    assert.deepEqual(missing({ 'compose.yaml': compose }), [
      ['compose.yaml ${A:?}', `compose.yaml:${second}`],
      ['compose.yaml ${B:?}'],
    ]));
  test('its empty line in .env is the place to edit', () =>
    assert.deepEqual(missing({ 'compose.yaml': compose, '.env': 'B=1\nA=""\n' }), [
      ['.env ""', `compose.yaml:${first}`, `compose.yaml:${second}`],
    ]));
  test('a line without a value is marked by its name', () =>
    assert.deepEqual(missing({ 'compose.yaml': compose, '.env': 'B=1\nA=\n' })[0]?.[0], '.env A'));
  test('what the shell empties is not missing in the file', () =>
    assert.equal(
      missing({ 'compose.yaml': compose, '.env': 'B=1\nA=2\n' }, { A: '' })[0]?.[0],
      'compose.yaml ${A:?}',
    ));
});
