import assert from 'node:assert/strict';
import type { Files } from './project';
import { codes, marked, resolveFiles, resolveService, service } from './project';

suite('label files', () => {
  const found = (body: string, more: Files = {}, shell = {}) => codes(resolveService(body, more, shell));

  test('one that is there is fine', () =>
    assert.deepEqual(found('label_file: [f, g]', { f: 'A=1\n', g: 'B=${A:?}\n' }), []));
  test('one that is missing is marked where it is named', () => {
    const files = { 'compose.yaml': 'services: { a: { image: x, label_file: [f, nope] } }\n', f: '' };
    const project = resolveFiles(files);
    assert.deepEqual([codes(project), marked(project, files)], [['compose/file-missing'], ['nope']]);
  });
  test('an empty path is missing', () => assert.deepEqual(found('label_file: ""'), ['compose/file-missing']));
  test('one of a service without its profile is not looked at', () =>
    assert.deepEqual(found('label_file: nope\nprofiles: [p]'), []));
  test('one that compose cannot read is marked', () =>
    assert.deepEqual(found('label_file: f', { f: 'A B=1\n' }), ['env/space-in-key']));
  test('one knows neither .env nor the shell', () =>
    assert.deepEqual(found('label_file: f', { f: 'A=${B:?}\n', '.env': 'B=1\n' }, { B: '1' }), [
      'env/required-missing',
    ]));
  test('the path of an included one starts from its own file', () => {
    const files = {
      'compose.yaml': 'include: [sub/compose.yaml]\n',
      'sub/compose.yaml': 'services: { a: { image: x, label_file: f } }\n',
      'sub/f': 'A=1\n',
    };
    assert.deepEqual(codes(resolveFiles(files)), []);
  });
});

suite('hooks', () => {
  const marks = (body: string) => {
    const files = { 'compose.yaml': `services:\n  a:\n    image: x\n    ${body}\n` };
    return marked(resolveFiles(files), files);
  };
  for (const key of ['pre_start', 'post_start', 'pre_stop'])
    test(`what is wrong inside ${key} is marked`, () => {
      assert.deepEqual(marks(`${key}: [{ command: "echo 'a" }]`), [`"echo 'a"`]);
      assert.deepEqual(marks(`${key}: [{ command: a, environment: ["A =b"] }]`), ['"A =b"']);
      assert.deepEqual(marks(`${key}: [{ command: a, user: 5 }]`), ['5']);
      assert.deepEqual(marks(`${key}: [{ command: a, environment: { A: 1 } }]`), []);
    });
  test('what is wrong in a command of a watch is marked', () =>
    assert.deepEqual(
      marks(`develop: { watch: [{ path: ., action: sync+exec, target: /a, exec: { command: "a 'b" } }] }`),
      [`"a 'b"`],
    ));
  test('pre_start may hold keys that are not known here', () =>
    assert.deepEqual(marks('pre_start: [{ command: a, image: x }]'), []));
});

test('an empty path in include is refused', () => {
  for (const include of ['[""]', '[{ path: o.yaml, env_file: "" }]', '[{ path: [o.yaml, ""] }]']) {
    const files = {
      'compose.yaml': `include: ${include}\nservices: { a: { image: x } }\n`,
      'o.yaml': 'services: { o: { image: x } }\n',
    };
    assert.deepEqual(marked(resolveFiles(files), files), ['""'], include);
  }
});

test('a file that is extended brings all of its documents', () => {
  const project = resolveFiles({
    'compose.yaml': 'services: { a: { extends: { file: o.yaml, service: w } } }\n',
    'o.yaml': 'services: { w: { image: x } }\n---\nservices: { w: { image: y } }\n',
  });
  assert.equal(service(project).image?.value, 'y');
});

test('yes, on and their like are true, no and off are false', () => {
  const project = resolveFiles({
    'compose.yaml': `services:
  a:
    image: x
    env_file: [{ path: nope, required: "no" }]
    healthcheck: { disable: Yes, test: x }
    volumes: [{ type: bind, source: ./a, target: /a, read_only: on }]
volumes: { data: { external: yes } }
`,
  });
  const { healthcheck, mounts } = service(project);
  assert.deepEqual(
    [codes(project), healthcheck?.test, mounts[0]?.isReadOnly, project.volumes.get('data')?.isExternal],
    [[], ['NONE'], true, true],
  );
});
