import assert from 'node:assert/strict';
import { problemsIn } from './problemsIn';
import type { Files } from '../project';

suite('keys that compose does not know', () => {
  const codes = (files: Files) => problemsIn(files).map(({ code }) => code);
  const only = (compose: string) => {
    const [problem] = problemsIn({ 'compose.yaml': compose });
    assert.equal(problem?.code, 'compose/unknown-key');
    return problem;
  };

  test('are refused at the top, in a service and in a healthcheck', () =>
    assert.deepEqual(
      codes({
        'compose.yaml':
          '«service»: {}\nservices:\n  a:\n    image: x\n    «enviroment»: {A: 1}\n    healthcheck: {test: exit 0, «intervall»: 5s}\n',
      }),
      ['compose/unknown-key', 'compose/unknown-key', 'compose/unknown-key'],
    ));
  test('are refused in the file that has them, and once', () =>
    assert.deepEqual(
      codes({
        'compose.yaml': 'services: {a: {image: x}}\n',
        'compose.override.yaml': 'services: {a: {«port»: ["80:80"]}}\n',
      }),
      ['compose/unknown-key'],
    ));
  test('are ignored with x-, and names are free where compose asks for names', () =>
    assert.deepEqual(
      codes({
        'compose.yaml':
          'x-top: 1\nservices: {any: {image: x, x-own: 1, environment: {enviroment: 1}, labels: {port: 1}}}\nvolumes: {any: }\n',
      }),
      [],
    ));
  test('that are nearly one are taken for a slip', () => {
    assert.deepEqual(only('services: {a: {image: x, «enviroment»: {A: 1}}}\n').repair, {
      kind: 'rename',
      to: 'environment',
    });
    assert.deepEqual(only('services: {a: {image: x, «dependsOn»: [b]}, b: {image: y}}\n').repair, {
      kind: 'rename',
      to: 'depends_on',
    });
  });
  test('that are near to two, or to none, are not', () => {
    assert.equal(only('services: {a: {image: x, «cpu_rt»: 1}}\n').repair, undefined);
    assert.equal(only('services: {a: {image: x, «flavour»: 1}}\n').repair, undefined);
  });
  test('that belong further out are told so', () =>
    assert.deepEqual(only('services: {a: {image: x, healthcheck: {test: x, «restart»: always}}}\n').repair, {
      kind: 'move out',
      levels: 1,
    }));
  test('are named in place of names that compose does not take', () => {
    assert.equal(only('services: {a: {image: x}, «b c»: {image: y}}\n').repair, undefined);
    only('services: {a: {image: x}}\nvolumes: {«$DATA»: }\n');
  });
  test('stay unseen where a file takes them away', () =>
    assert.deepEqual(
      codes({
        'compose.yaml': 'services: {a: {image: x, «oops»: 1}}\n',
        'compose.override.yaml': 'services: {a: {flavour: !reset null}}\n',
      }),
      ['compose/unknown-key'],
    ));
});
