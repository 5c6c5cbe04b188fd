import assert from 'node:assert/strict';
import type { Files } from './project';
import { codes, environmentOf, marked, resolveFiles, service } from './project';

const SERVICE = 'services: { a: { image: "x:${A:-none}${B:-none}", environment: [A, COMPOSE_X] } }\n';
const STACK: Files = {
  'compose.yaml': SERVICE,
  'sub/compose.yaml': SERVICE,
  '.env': 'A=dot\n',
  'sub/.env': 'A=sub\nB=sub\n',
  '1.env': 'A=1\n',
  '2.env': 'A=2\nB=$A\n',
};
const image = (environment: Readonly<Record<string, string>>, more: Files = {}) =>
  service(resolveFiles({ ...STACK, ...more }, environment)).image?.value;

suite('the files that COMPOSE_ENV_FILES names', () => {
  test('stand in for .env', () => assert.equal(image({ COMPOSE_ENV_FILES: '1.env' }), 'x:1none'));
  test('also for the one beside the compose file', () =>
    assert.equal(image({ COMPOSE_ENV_FILES: './1.env', COMPOSE_FILE: 'sub/compose.yaml' }), 'x:1none'));
  test('the later one wins', () => assert.equal(image({ COMPOSE_ENV_FILES: '1.env,2.env' }), 'x:22'));
  test('the shell wins over them', () =>
    assert.equal(image({ COMPOSE_ENV_FILES: ',2.env,', A: 'shell' }), 'x:shellshell'));
  test('are read although env files are turned off', () =>
    assert.equal(image({ COMPOSE_ENV_FILES: '1.env', COMPOSE_DISABLE_ENV_FILE: '1' }), 'x:1none'));
  test('may choose the compose file', () => {
    const more = { '3.env': 'COMPOSE_FILE=sub/compose.yaml\n' };
    assert.equal(resolveFiles({ ...STACK, ...more }, { COMPOSE_ENV_FILES: '3.env' }).name, 'sub');
  });
  test('must exist', () =>
    assert.deepEqual(codes(resolveFiles(STACK, { COMPOSE_ENV_FILES: '1.env,nope' })), [
      'compose/file-missing',
    ]));
  test('count in the shell alone', () =>
    assert.equal(image({}, { '.env': 'COMPOSE_ENV_FILES=1.env\n' }), 'x:nonenone'));
});

suite('COMPOSE_DISABLE_ENV_FILE', () => {
  test('in the shell leaves .env unread', () =>
    assert.equal(image({ COMPOSE_DISABLE_ENV_FILE: 'T' }), 'x:nonenone'));
  test('in .env leaves what is for compose itself', () => {
    const text = 'A=dot\nCOMPOSE_X=1\nCOMPOSE_PROJECT_NAME=own\nCOMPOSE_DISABLE_ENV_FILE=true\n';
    const project = resolveFiles({ ...STACK, '.env': text });
    assert.deepEqual([project.name, environmentOf(project)], ['own', { A: null, COMPOSE_X: '1' }]);
  });
  test('in .env keeps the one beside the compose file from being read', () => {
    const text = 'COMPOSE_FILE=sub/compose.yaml\nCOMPOSE_DISABLE_ENV_FILE=1\n';
    assert.equal(image({}, { '.env': text }), 'x:nonenone');
  });
});

suite('settings of compose that it cannot read', () => {
  const files = (text: string): Files => ({ ...STACK, '.env': text });
  for (const name of ['COMPOSE_DISABLE_ENV_FILE', 'COMPOSE_PARALLEL_LIMIT'])
    test(`${name} is marked in .env`, () => {
      for (const value of ['', 'yes', '1.5']) {
        const project = resolveFiles(files(`${name}=${value}\n`));
        assert.deepEqual(
          [codes(project), marked(project, files(`${name}=${value}\n`))],
          [['env/compose-var-invalid'], [name]],
        );
      }
    });
  test('COMPOSE_PROGRESS counts in the shell alone', () => {
    assert.deepEqual(codes(resolveFiles(files('COMPOSE_PROGRESS=x\n'))), []);
    assert.deepEqual(codes(resolveFiles(STACK, { COMPOSE_PROGRESS: 'x' })), ['env/compose-var-invalid']);
  });
  test('what compose takes is fine', () => {
    const values = { COMPOSE_DISABLE_ENV_FILE: 'False', COMPOSE_PARALLEL_LIMIT: '-1', COMPOSE_PROGRESS: '' };
    assert.deepEqual(codes(resolveFiles(STACK, values)), []);
  });
});

suite('a project name of signs alone', () => {
  const named = (name: string) => codes(resolveFiles({ 'compose.yaml': `name: ${name}\n${SERVICE}` }));
  test('is refused', () => {
    for (const name of ['é', '" "', '_-', '"${NONE}"'])
      assert.deepEqual(named(name), ['compose/schema'], name);
  });
  test('is none when it is written empty', () => {
    for (const name of ['""', "''"]) assert.deepEqual(named(name), [], name);
  });
  test('is refused in the name of a folder too', () =>
    assert.deepEqual(codes(resolveFiles({ 'é/c.yaml': SERVICE }, { COMPOSE_FILE: 'é/c.yaml' })), [
      'compose/schema',
    ]));
});
