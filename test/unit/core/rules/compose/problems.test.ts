import assert from 'node:assert/strict';
import type { Files } from '../../../support/checkRule';
import { checkFiles, ruleChecker } from '../../../support/checkRule';

/** What is applied to a file, and what comes of it: nothing is refused any more. */
function repaired(code: string, before: string, after: string, title?: string, more: Files = {}) {
  const fixed = ruleChecker(code)({ 'compose.yaml': before, ...more }).fix(title);
  assert.equal(fixed['compose.yaml'], after);
  assert.deepEqual(
    checkFiles(fixed).flatMap(({ severity, message }) => (severity === 'error' ? [message] : [])),
    [],
  );
}

const service = (body: string) => `services:\n  a:\n    image: x:1\n${body.replaceAll(/^(?=.)/gm, '    ')}`;

suite('fixes of what compose refuses', () => {
  const cases: Readonly<
    Record<string, readonly [code: string, before: string, after: string, title?: string][]>
  > = {
    'renames a key': [
      ['compose/unknown-key', '«enviroment»:\n  A: b\n', 'environment:\n  A: b\n'],
      ['compose/unknown-key', '«depends-on»: []\n', 'depends_on: []\n'],
    ],
    'indents an entry less': [
      [
        'compose/unknown-key',
        'healthcheck:\n  test: x\n  «restart»: always\n',
        'healthcheck:\n  test: x\nrestart: always\n',
      ],
      [
        'compose/unknown-key',
        'healthcheck:\n  «ports»:\n    - "80:80"\n  test: x\ninit: true\n',
        'healthcheck:\n  test: x\nports:\n  - "80:80"\ninit: true\n',
      ],
    ],
    'puts numbers in quotes, and takes quotes away': [
      ['compose/schema', 'user: «1000»\n', "user: '1000'\n"],
      ['compose/schema', 'use_api_socket: «"true"»\n', 'use_api_socket: true\n'],
    ],
    'gives times and sizes a unit': [
      ['compose/bad-duration', 'stop_grace_period: «10»\n', 'stop_grace_period: 10s\n'],
      ['compose/bad-duration', 'stop_grace_period: «5min»\n', 'stop_grace_period: 5m\n'],
      ['compose/bad-bytes', 'mem_limit: «2gigs»\n', 'mem_limit: 2g\n'],
    ],
    'writes items of a list as KEY=value': [
      ['compose/list-item-is-map', 'environment:\n  - «A: b c»\n', 'environment:\n  - A=b c\n'],
      ['compose/list-item-is-map', 'environment: [«A: "1"»]\n', 'environment: [A=1]\n'],
      ['compose/list-key-space', 'environment:\n  - «A =1»\n', 'environment:\n  - A=1\n'],
      ['compose/list-key-space', 'environment: [«"A = 1"»]\n', 'environment: ["A=1"]\n'],
    ],
    'removes one of two': [
      ['compose/exclusive-keys', 'network_mode: host\n«networks»: [default]\n', 'network_mode: host\n'],
      ['compose/duplicate-key', 'init: true\n«init»: false\n', 'init: true\n', 'Remove this one'],
      ['compose/duplicate-key', 'init: true\n«init»: false\n', 'init: false\n', 'Remove the earlier one'],
      ['compose/duplicate-container-name', 'container_name: «one»\nscale: 2\n', 'scale: 2\n'],
      ['compose/mount-collision', 'volumes:\n  - «/y:/x»\ntmpfs: /x\n', 'tmpfs: /x\n'],
      [
        'compose/limits-conflict',
        '«mem_limit»: 1g\ndeploy:\n  resources:\n    limits:\n      memory: 2g\n',
        'deploy:\n  resources:\n    limits:\n      memory: 2g\n',
      ],
    ],
    'writes a dollar twice, or a default as compose knows it': [
      [
        'compose/invalid-interpolation',
        'command: echo «${A%b}»\n',
        'command: echo $${A%b}\n',
        'Write $$ for a plain dollar',
      ],
      ['compose/invalid-interpolation', 'command: echo «${A:=b}»\n', 'command: echo ${A:-b}\n'],
    ],
    'lets a variable be empty': [
      ['compose/required-missing', 'hostname: «${H:?must}»\n', 'hostname: ${H:-}\n'],
    ],
    'goes without a file': [
      ['compose/env-file-missing', 'env_file: «a.env»\n', 'env_file: [{ path: a.env, required: false }]\n'],
      [
        'compose/env-file-missing',
        'env_file:\n  - «a.env»\n',
        'env_file:\n  - { path: a.env, required: false }\n',
      ],
    ],
  };
  for (const [name, stacks] of Object.entries(cases))
    test(name, () => {
      for (const [code, before, after, title] of stacks)
        repaired(code, service(before), service(after), title);
    });

  test('merges two merge keys', () =>
    repaired(
      'compose/duplicate-key',
      'x-a: &a\n  init: true\nx-b: &b\n  tty: true\nservices:\n  a:\n    <<: *a\n    «<<»: *b\n    image: x:1\n',
      'x-a: &a\n  init: true\nx-b: &b\n  tty: true\nservices:\n  a:\n    <<: [*a, *b]\n    image: x:1\n',
    ));
  test('names the anchor that is meant', () =>
    repaired(
      'compose/unresolved-alias',
      'x-env: &common\n  A: b\nservices:\n  a:\n    image: x:1\n    environment: «*comon»\n',
      'x-env: &common\n  A: b\nservices:\n  a:\n    image: x:1\n    environment: *common\n',
    ));
  test('declares a volume and a network, or takes the one that is meant', () => {
    repaired(
      'compose/undefined-reference',
      service('volumes:\n  - «data:/d»\n'),
      `${service('volumes:\n  - data:/d\n').trimEnd()}\n\nvolumes:\n  data:\n`,
    );
    repaired(
      'compose/undefined-reference',
      `${service('networks: [«inside»]\n')}networks:\n  outside:\n`,
      `${service('networks: [inside]\n')}networks:\n  outside:\n  inside:\n`,
    );
    repaired(
      'compose/undefined-reference',
      `${service('depends_on: [«databse»]\n')}  database:\n    image: y:1\n`,
      `${service('depends_on: [database]\n')}  database:\n    image: y:1\n`,
    );
  });
  test('goes without a service of another profile', () => {
    const other = '  b:\n    image: y:1\n    profiles: [p]\n';
    repaired(
      'compose/profile-dependency',
      service('depends_on:\n  «b»:\n    condition: service_started\n') + other,
      service('depends_on:\n  b:\n    required: false\n    condition: service_started\n') + other,
    );
    repaired(
      'compose/profile-dependency',
      service('depends_on: {«b»: {condition: service_started}}\n') + other,
      service('depends_on: {b: {condition: service_started, required: false}}\n') + other,
    );
  });
  test('creates an env file', () => {
    const { fix } = ruleChecker('compose/env-file-missing')({
      'compose.yaml': service('env_file: «a.env»\n'),
    });
    assert.ok('a.env' in fix('Create a.env'));
  });
  test('offers what Langfuse takes by itself, but nothing for a secret', () => {
    const check = ruleChecker('compose/required-missing');
    const { fix } = check({ 'compose.yaml': service('hostname: «${REDIS_PORT:?}»\n') });
    assert.equal(fix()['.env'], 'REDIS_PORT=6379\n');
    const { findings } = check({ 'compose.yaml': service('hostname: «${NEXTAUTH_SECRET:?}»\n') });
    assert.deepEqual(findings[0]?.fixes, []);
  });
  test('says nothing where nothing is certain', () => {
    for (const [code, body] of [
      ['compose/unknown-key', '«flavour»: 1\n'],
      ['compose/schema', 'ports: «{a: b}»\n'],
      ['compose/bad-duration', 'stop_grace_period: «soon»\n'],
      ['compose/duplicate-key', 'labels: {a: b, «a»: c}\n'],
    ] as const)
      assert.deepEqual(ruleChecker(code)({ 'compose.yaml': service(body) }).findings[0]?.fixes, [], body);
  });
});

suite('entries at the wrong indentation are one finding', () => {
  test('a key of a service among the services, which goes into the one above', () => {
    const web = 'services:\n  web:\n    image: x:1\n';
    repaired(
      'compose/unknown-key',
      `${web}  «environment»:\n    A: b\n\n    # note\n    C: d\n  db:\n    image: y:1\n`,
      `${web}    environment:\n      A: b\n\n      # note\n      C: d\n  db:\n    image: y:1\n`,
    );
  });
  test('a service that has the name of a key is a service', () =>
    assert.deepEqual(
      errors('services:\n  web:\n    image: x:1\n  build:\n    image: y:1\n    command: x\n'),
      [],
    ));
  test('lines that stand beside their key instead of below it', () =>
    assert.deepEqual(errors(service('environment:\nA: b\nC: d\ninit: true\n')), ['compose/schema']));
  test('a restart policy that is a number', () =>
    assert.deepEqual(errors(service('restart: 5\n')), ['compose/schema']));
});

suite('tabs become the spaces that the lines around them have', () => {
  const tabs = (before: string, after: string) =>
    test(JSON.stringify(before), () => repaired('compose/yaml-syntax', before, after));
  tabs(
    'services:\n  a:\n    image: x:1\n«\t»init: true\n',
    'services:\n  a:\n    image: x:1\n    init: true\n',
  );
  tabs('services:\n  a:\n«\t»image: x:1\n', 'services:\n  a:\n    image: x:1\n');
  tabs('services:\n«\t»a: # one\n\t\timage: x:1\n', 'services:\n  a: # one\n    image: x:1\n');
});

suite('what compose refuses and no edit repairs', () => {
  const marked: readonly (readonly [code: string, compose: string])[] = [
    ['compose/cycle', service('depends_on: [«a»]\n')],
    ['compose/file-missing', `include: [«nowhere.yaml»]\n${service('')}`],
    ['compose/invalid-port', service('ports: [«"80:90:100:x"»]\n')],
    ['compose/merge-not-map', `x-e: &e «[A=1]»\n${service('environment:\n  <<: *e\n')}`],
    ['compose/no-image', 'services:\n  «a»:\n    init: true\n'],
    ['compose/remote-include', `include: [«https://example.org/stack.git»]\n${service('')}`],
    ['compose/too-deep', `${service('')}x-deep: ${'['.repeat(199)}«»[${']'.repeat(200)}\n`],
    ['compose/excessive-aliases', `${service('')}${aliases(5).replace(/((?:\*a4, ){3})\*a4/, '$1«*a4»')}`],
    ['compose/yaml-syntax', `${service('')}x-open: {A: [«}»\n`],
  ];
  for (const [code, compose] of marked)
    test(code, () => {
      const { findings } = ruleChecker(code)({ 'compose.yaml': compose });
      assert.deepEqual(findings[0]?.fixes, []);
    });
});

suite('what comes near to what compose refuses, and is in order', () => {
  const near: readonly (readonly [code: string, compose: string, more?: Files])[] = [
    ['compose/bad-bytes', service('mem_limit: 2g\n')],
    ['compose/bad-duration', service('stop_grace_period: 1m30s\n')],
    ['compose/cycle', `${service('depends_on: [b]\n')}  b:\n    image: x:1\n`],
    ['compose/duplicate-container-name', service('container_name: one\nscale: 1\n')],
    ['compose/duplicate-key', service('environment: {A: 1}\nlabels: {A: 1}\n')],
    ['compose/env-file-missing', service('env_file: [{ path: a.env, required: false }]\n')],
    ['compose/excessive-aliases', `${service('')}${aliases(2)}`],
    ['compose/exclusive-keys', `${service('network_mode: host\n')}networks: {n: {}}\n`],
    ['compose/file-missing', `include: [b.yaml]\n${service('')}`, { 'b.yaml': 'services: {}\n' }],
    ['compose/invalid-interpolation', service('command: echo $${A%b} ${A:-b}\n')],
    ['compose/invalid-port', service('ports: ["127.0.0.1:80-81:90-91/udp"]\n')],
    ['compose/limits-conflict', service('mem_limit: 1g\ndeploy: {resources: {limits: {memory: 1g}}}\n')],
    ['compose/list-item-is-map', service('environment: ["A: b"]\n')],
    ['compose/list-key-space', service('environment: ["A= b"]\n')],
    ['compose/merge-not-map', `x-e: &e {A: 1}\n${service('environment:\n  <<: [*e]\n')}`],
    ['compose/mount-collision', service('volumes: [/y:/x]\ntmpfs: /x/z\n')],
    ['compose/no-image', 'services:\n  a:\n    build: .\n'],
    ['compose/profile-dependency', `${service('profiles: [p]\ndepends_on: [b]\n')}  b:\n    image: x:1\n`],
    ['compose/remote-include', `include: [./b.yaml]\n${service('')}`, { 'b.yaml': 'services: {}\n' }],
    ['compose/required-missing', service('hostname: ${H:?must}\n'), { '.env': 'H=h\n' }],
    ['compose/schema', service('user: "1000"\n')],
    ['compose/too-deep', `${service('')}x-deep: ${'['.repeat(20)}${']'.repeat(20)}\n`],
    ['compose/undefined-reference', `${service('networks: [n]\n')}networks: {n: {}}\n`],
    ['compose/unknown-key', service('x-enviroment: {A: 1}\n')],
    ['compose/unresolved-alias', `x-e: &e {A: 1}\n${service('environment: *e\n')}`],
    ['compose/yaml-syntax', service('command: ["}"]\n')],
  ];
  for (const [code, compose, more] of near)
    test(code, () => {
      const { findings } = ruleChecker(code)({ 'compose.yaml': compose, ...more });
      assert.deepEqual(findings, []);
      assert.deepEqual(
        checkFiles({ 'compose.yaml': compose, ...more }).filter(({ severity }) => severity === 'error'),
        [],
      );
    });
});

/** Lists of lists, each ten times as long as the one before. */
function aliases(count: number): string {
  const lines = Array.from({ length: count + 1 }, (_, at) => {
    const items = Array<string>(10).fill(at === 0 ? '1' : `*a${at - 1}`);
    return `x-${at}: &a${at} [${items.join(', ')}]\n`;
  });
  return lines.join('');
}

function errors(compose: string): readonly string[] {
  return checkFiles({ 'compose.yaml': compose }).flatMap(({ severity, code }) =>
    severity === 'error' ? [code] : [],
  );
}
