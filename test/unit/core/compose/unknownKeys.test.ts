import assert from 'node:assert/strict';
import { resolveFiles } from './project';

/** The keys that are refused. */
function refused(files: Readonly<Record<string, string>>): readonly string[] {
  const { problems } = resolveFiles(files);
  return problems.map(({ code, path, span }) => {
    assert.equal(code, 'compose/structure');
    return (files[path] ?? '').slice(span.start, span.end);
  });
}

suite('keys that compose does not know', () => {
  test('are refused at the top, in a service and in a healthcheck', () =>
    assert.deepEqual(
      refused({
        'compose.yaml':
          'service: {}\nservices:\n  a:\n    image: x\n    enviroment: {A: 1}\n    healthcheck: {test: exit 0, intervall: 5s}\n',
      }),
      ['service', 'enviroment', 'intervall'],
    ));

  test('are refused in the file that has them', () =>
    assert.deepEqual(
      refused({
        'compose.yaml': 'services: {a: {image: x}}\n',
        'compose.override.yaml': 'services: {a: {port: ["80:80"]}}\n',
      }),
      ['port'],
    ));

  test('are ignored with x-, and names are free where compose asks for names', () =>
    assert.deepEqual(
      refused({
        'compose.yaml':
          'x-top: 1\nservices: {any: {image: x, x-own: 1, environment: {enviroment: 1}, labels: {port: 1}}}\nvolumes: {any: }\n',
      }),
      [],
    ));
});
