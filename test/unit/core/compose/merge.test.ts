import assert from 'node:assert/strict';
import { Secret } from '../../../../src/core/secret';
import { codes, environmentOf, marked, resolveFiles, service } from './project';

/** A service `a`, given key by key in files that lie over each other. */
function stack(...bodies: readonly string[]) {
  const paths = bodies.map((_, index) => `${index}.yaml`);
  const files = Object.fromEntries(
    bodies.map((body, index) => [
      `${index}.yaml`,
      `services:\n  a:\n${index === 0 ? '    image: x\n' : ''}    ${body}\n${index === 0 ? '  b: { image: x }\n' : ''}`,
    ]),
  );
  const more = { f: 'FROM=f\n', g: 'FROM=g\n' };
  const project = resolveFiles({ ...files, ...more }, { COMPOSE_FILE: paths.join(':') });
  return { project, codes: codes(project), marked: marked(project, files) };
}

suite('environment over environment', () => {
  const gives = (over: string, expected: object): void => {
    test(over || 'nothing', () => {
      const { project, codes: found } = stack('environment: { A: 1 }', `environment: ${over}`);
      assert.deepEqual(found, []);
      assert.deepEqual(environmentOf(project), expected);
    });
  };
  gives('', { A: '1' });
  gives('5', { A: '1' });
  gives('true', { A: '1' });
  gives('B', { A: '1', B: null });
  gives('B=2', { A: '1', B: '2' });
  gives('[B=2, !reset C=3]', { A: '1', B: '2' });
  gives('{ A: [x, y], B: [], C: { q: 1, p: [2, 3] } }', { A: 'y', C: 'map[p:[2 3] q:1]' });

  test('an item that names nothing is refused where it stands', () => {
    assert.deepEqual(stack('environment: { A: 1 }', 'environment: [B=2, 5]').marked, ['5']);
    const mapping = stack('environment: { A: 1 }', 'environment: [B: 2]');
    assert.deepEqual([mapping.codes, mapping.marked], [['compose/list-item-is-map'], ['B: 2']]);
  });
  test('a blank in front of the equals sign is refused there too', () =>
    assert.deepEqual(stack('environment: { A: 1 }', 'environment: ["B =2"]').marked, ['"B =2"']));
  test('a secret in a list or a mapping stays one', () => {
    const { project } = stack('environment: { A: 1 }', 'environment: { B: ["u:${DB_PASSWORD:-canary}"] }');
    assert.ok(service(project).environment.get('B')?.value instanceof Secret);
  });
});

suite('one form over another', () => {
  const isFine = (base: string, over: string): void => {
    test(`${base} and ${over}`, () => assert.deepEqual(stack(base, over).codes, []));
  };
  isFine('depends_on: [b]', 'depends_on: [b]');
  isFine('depends_on: { b: { condition: service_started } }', 'depends_on: 5');
  isFine('deploy: { labels: [a=b] }', 'deploy: { labels: { a: b } }');
  isFine('build: .', 'build: [a]');
  isFine('dns: 1.1.1.1', 'dns: { a: b }');
  isFine('ulimits: { nofile: { soft: 5, hard: 6 } }', 'ulimits: { nofile: 5 }');
  isFine('gpus: all', 'gpus: [{ count: 1 }]');
  isFine('labels: { a: b }', 'labels: ""');

  test('a dependency in a list takes its condition back to the usual one', () => {
    const { project } = stack(
      'depends_on: { b: { condition: service_healthy, required: false } }',
      'depends_on: [b]',
    );
    const { condition, isRequired } = service(project).dependsOn.get('b')!;
    assert.deepEqual([condition, isRequired], ['service_started', true]);
  });
  test('the single path of an env_file joins a list', () =>
    assert.deepEqual(environmentOf(stack('env_file: [f]', 'env_file: g').project), { FROM: 'g' }));

  const isRefused = (base: string, over: string, mark: string): void => {
    test(`${base} and ${over} are refused`, () => assert.deepEqual(stack(base, over).marked, [mark]));
  };
  isRefused('gpus: all', 'gpus: all', 'all');
  isRefused('ulimits: { nofile: 5 }', 'ulimits: { nofile: }', 'nofile');
  isRefused('logging: { driver: x }', 'logging:', 'logging');
  isRefused('logging: { driver: "" }', 'logging: { driver: }', 'driver');
  isRefused('x-own: { a: b }', 'x-own: [b]', '[b]');
  isRefused('ports: ["80:80"]', 'ports: { a: b }', '{ a: b }');
});

suite('a file in the middle of three', () => {
  test('may not hold nothing where there was nothing', () => {
    const { codes: found, marked: text } = stack('init: true', 'ports:', 'ports: ["80:80"]');
    assert.deepEqual([found, text], [['compose/schema'], ['ports']]);
  });
  test('may hold nothing where there was something', () =>
    assert.deepEqual(stack('ports: ["81:81"]', 'ports:', 'ports: ["80:80"]').codes, []));
  test('may not wait for a key that is required', () =>
    assert.deepEqual(stack('init: true', 'provider: { options: { a: b } }', 'provider: { type: x }').codes, [
      'compose/schema',
    ]));
  test('is reported once for what the next files keep', () =>
    assert.deepEqual(stack('init: true', 'user: 5', 'tty: true').marked, ['5']));
});

test('services without any, over some, are refused', () => {
  const files = {
    'compose.yaml': 'services: { a: { image: x } }\n',
    'compose.override.yaml': 'services:\n# all out\n',
  };
  assert.deepEqual(marked(resolveFiles(files), files), ['services']);
});

suite('a resource over a resource', () => {
  const over = (section: string, base: string, other: string) => {
    const files = {
      'compose.yaml': `services: { a: { image: x } }\n${section}: { r: ${base} }\n`,
      'compose.override.yaml': `${section}: { r: ${other} }\n`,
    };
    const project = resolveFiles(files);
    return { project, marked: marked(project, files) };
  };
  const isVolume = (base: string, other: string, name: string, isExternal: boolean): void => {
    test(`${base} and ${other}`, () => {
      const { project, marked: found } = over('volumes', base, other);
      const volume = project.volumes.get('r')!;
      assert.deepEqual([found, volume.name, volume.isExternal], [[], name, isExternal]);
    });
  };
  isVolume('{ external: { name: x } }', '{ external: true }', 'x', true);
  isVolume('{ external: { name: x } }', '{ external: false }', 'x', false);
  isVolume('{ external: { name: x } }', '{ name: y }', 'y', true);
  isVolume('{ external: true }', '{ external: { name: x } }', 'x', true);
  isVolume('{ name: x }', '{ external: { name: x } }', 'x', true);
  isVolume('{ labels: [a=b] }', '{ labels: { a: c } }', 'stack_r', false);

  const isRefused = (section: string, base: string, other: string, mark: string): void => {
    test(`${base} and ${other} are refused of ${section}`, () =>
      assert.deepEqual(over(section, base, other).marked, [mark]));
  };
  for (const section of ['volumes', 'networks', 'secrets', 'configs'])
    isRefused(section, '{ external: { name: x } }', '{ external: { name: y } }', 'name');
  isRefused('volumes', '{ external: { name: x }, name: y }', '', 'name');
  isRefused('volumes', '{ labels: { a: b } }', '{ labels: { a: b } }', 'b');
  isRefused('volumes', '{ labels: [a] }', '{ labels: [a] }', 'a');
  isRefused('volumes', '{ labels: [] }', '{ labels: [a=b, a=b] }', 'a=b');
});
