import assert from 'node:assert/strict';
import { Secret } from '../../../../src/core/secret';
import type { Files } from './project';
import { codes, environmentOf, marked, resolveFiles, resolveService, service } from './project';

function refuses(name: string, files: Files, code: string, text: string): void {
  test(name, () => {
    const project = resolveFiles(files);
    assert.deepEqual([codes(project), marked(project, files)], [[code], [text]]);
  });
}

suite('environment of a service', () => {
  const gives = (name: string, body: string, expected: object, more: Files = {}, shell = {}): void => {
    test(name, () => {
      const project = resolveService(body, more, shell);
      assert.deepEqual(codes(project), []);
      assert.deepEqual(environmentOf(project), expected);
    });
  };

  gives('list and map forms mean the same', 'environment:\n- A=1\n- B="q"\n- C=', {
    A: '1',
    B: '"q"',
    C: '',
  });
  gives('the last item of a list wins', 'environment: [A=1, A=2]', { A: '2' });
  gives(
    'keys are never interpolated, list items are',
    'environment: ["$K=v"]',
    { KEY: 'v' },
    {},
    { K: 'KEY' },
  );
  gives('a value is interpolated once', 'environment: {A: $B}', { A: '$C' }, {}, { B: '$C', C: 'no' });
  gives(
    'names alone take the shell first, then .env',
    'environment: [A, B, C]',
    { A: 'shell', B: 'file', C: null },
    { '.env': 'A=file\nB=file\nC\n' },
    { A: 'shell' },
  );
  gives(
    'a service wins over its env_files, a later file over an earlier one',
    'env_file: [one.env, ./two.env]\nenvironment: {C: own}',
    { A: '1', B: '2', C: 'own' },
    { 'one.env': 'A=1\nB=1\nC=1\n', 'two.env': 'B=2\n' },
  );
  gives(
    'an env_file interpolates with the project first, then the service, then itself',
    'env_file: a.env\nenvironment: {O: own}',
    { A: 'file', FROM_A: 'project', FROM_O: 'own', SELF: 'x', COPY: 'x', O: 'own' },
    { 'a.env': 'A=file\nFROM_A=$A\nFROM_O=$O\nSELF=x\nCOPY=$SELF\n', '.env': 'A=project\n' },
  );
  gives(
    'a name alone without a value takes away what an env_file gives',
    'env_file: a.env\nenvironment: [A]',
    { A: null },
    { 'a.env': 'A=1\n' },
  );
  gives(
    'a raw env_file is taken as it stands',
    'env_file:\n- {path: a.env, format: raw}',
    { A: '"q"', B: '$A # c', C: '' },
    { 'a.env': '# c\nA="q"\nB=$A # c\nC=\nD\n' },
  );
  gives('an optional env_file may be absent', 'env_file:\n- {path: no.env, required: false}', {});
  gives('numbers become the text that compose makes of them', 'environment: {A: 0x1F, B: 1.50, C: on}', {
    A: '31',
    B: '1.5',
    C: 'on',
  });

  test('each value knows the place that decided it', () => {
    const files = {
      'compose.yaml': 'services:\n  a:\n    image: x\n    env_file: e.env\n    environment:\n      A: one\n',
      'e.env': 'B="two"\n',
    };
    const places = [...service(resolveFiles(files)).environment.values()].map(({ origin, valueOrigin }) =>
      [origin, valueOrigin].map(({ path, span }) =>
        files[path as keyof typeof files].slice(span.start, span.end),
      ),
    );
    assert.deepEqual(places, [
      ['B', 'two'],
      ['A: one', 'one'],
    ]);
  });
});

suite('anchors and merge keys', () => {
  const yaml = (body: string): Files => ({ 'compose.yaml': body });

  test('the first of several merged mappings wins, and own keys win over all', () => {
    const project = resolveFiles(
      yaml(
        'x-1: &one {A: 1, B: 1}\nx-2: &two {B: 2, C: 2}\nservices:\n  a:\n    image: x\n    environment: {<<: [*one, *two], A: own}\n',
      ),
    );
    assert.deepEqual(environmentOf(project), { A: 'own', B: '1', C: '2' });
  });
  test('an alias means the latest anchor above it', () => {
    const project = resolveFiles(
      yaml('x-1: &v {A: 1}\nx-2: &v {A: 2}\nservices:\n  a: {image: x, environment: *v}\n'),
    );
    assert.deepEqual(environmentOf(project), { A: '2' });
  });
  test('a reference inside an anchor is recorded once', () => {
    const project = resolveFiles(
      yaml(
        'x-1: &v {A: "${V:-d}"}\nservices:\n  a: {image: x, environment: *v}\n  b: {image: x, environment: *v}\n',
      ),
    );
    assert.deepEqual(
      project.references.map(({ name, operator, resolution }) => [name, operator, resolution]),
      [['V', ':-', 'default']],
    );
  });
  test('aliases that unfold without end are refused', () => {
    const levels = Array.from(
      { length: 12 },
      (_, i) => `x-${i + 1}: &l${i + 1} [${'*l'.concat(String(i), ',').repeat(9)}]`,
    );
    const project = resolveFiles(yaml(`x-0: &l0 [a]\n${levels.join('\n')}\nservices: {a: {image: x}}\n`));
    assert.deepEqual(codes(project), ['compose/excessive-aliases']);
  });

  refuses(
    'two merge keys in one mapping',
    yaml('x-1: &v {command: c}\nservices:\n  a:\n    <<: *v\n    <<: *v\n    image: x\n'),
    'compose/duplicate-key',
    '<<',
  );
  refuses(
    'a key twice',
    yaml('services:\n  a:\n    image: x\n    image: y\n'),
    'compose/duplicate-key',
    'image',
  );
  refuses(
    'an alias without anchor',
    yaml('services:\n  a:\n    image: x\n    command: *no\n'),
    'compose/unresolved-alias',
    '*no',
  );
  refuses(
    'an anchor that contains itself',
    yaml('x-1: &v [*v]\nservices: {a: {image: x}}\n'),
    'compose/unresolved-alias',
    '*v',
  );
  refuses(
    'merging what is no mapping',
    yaml('x-1: &v [A]\nservices:\n  a:\n    image: x\n    <<: *v\n'),
    'compose/merge-not-map',
    '[A]',
  );
});

suite('interpolation in compose files', () => {
  test('spans are those of the file, whatever the style of the scalar', () => {
    const values = [
      '${V}',
      '"q \\u0041 ${V} \\" $W"',
      "'it''s ${V}'",
      '>-\n        one\n        two ${V}\n\n        three $W',
      '|\n        one $V\n            two ${W:-${V}}',
      'plain\n        over lines ${V}',
    ];
    const text = `services:\n  a:\n    image: x\n    labels:\n${values.map((value, i) => `      k${i}: ${value}\n`).join('')}`;
    const project = resolveFiles({ 'compose.yaml': text });
    assert.deepEqual(
      project.references.map(({ span }) => text.slice(span.start, span.end)),
      ['${V}', '${V}', '$W', '${V}', '${V}', '$W', '$V', '${W:-${V}}', '${V}', '${V}'],
    );
  });
  test('a reference in a default that is not needed is recorded as not looked at', () => {
    const project = resolveService('command: ["${A:-$B}"]', {}, { A: '1' });
    assert.deepEqual(
      project.references.map(({ name, resolution, isEvaluated }) => [name, resolution, isEvaluated]),
      [
        ['A', 'shell', true],
        ['B', 'unset', false],
      ],
    );
  });
  test('the project name can be interpolated', () => {
    const project = resolveFiles({
      'compose.yaml': 'name: my-${S:-x}\nservices: {a: {image: "i:$COMPOSE_PROJECT_NAME"}}\n',
    });
    assert.deepEqual([project.name, service(project).image?.value], ['my-x', 'i:my-x']);
  });

  const required = 'services:\n  a:\n    image: x:${V:?say so}\n';
  refuses(
    'a required variable is named at its reference',
    { 'compose.yaml': required },
    'compose/required-missing',
    '${V:?say so}',
  );
  refuses(
    'an invalid reference',
    { 'compose.yaml': 'services:\n  a:\n    image: "x:${V!}"\n' },
    'compose/invalid-interpolation',
    '${V!}',
  );
  test('resolution goes on behind a required variable', () => {
    assert.equal(service(resolveFiles({ 'compose.yaml': required })).image?.value, 'x:');
  });
});

suite('secrets', () => {
  const isSecret = (body: string, key: string, shell = {}): boolean =>
    service(resolveService(body, {}, shell)).environment.get(key)?.value instanceof Secret;

  test('a value under a secret name is one', () =>
    assert.ok(isSecret('environment: {DB_PASSWORD: p}', 'DB_PASSWORD')));
  test('what a secret is interpolated into is one', () =>
    assert.ok(isSecret('environment: {ADDRESS: "x-$MY_TOKEN"}', 'ADDRESS', { MY_TOKEN: 't' })));
  test('a password inside a URL is one', () =>
    assert.ok(isSecret('environment: {DATABASE_URL: "postgres://u:p@h/d"}', 'DATABASE_URL')));
  test('an empty value hides nothing', () =>
    assert.ok(!isSecret('environment: {DB_PASSWORD: ""}', 'DB_PASSWORD')));
  test('by an alias of a secret, wherever the anchor stands', () => {
    assert.ok(isSecret('environment: {DB_PASSWORD: &a p, A: *a}', 'A'));
    assert.ok(isSecret('environment: {A: &a p, DB_PASSWORD: *a}', 'A'));
    assert.ok(isSecret('x-a: &a p\nenvironment: {A: *a, DB_PASSWORD: *a}', 'A'));
    assert.ok(!isSecret('environment: {A: &a p, B: *a, DB_PASSWORD: p}', 'A'));
  });
  test('what becomes a secret as it is, whatever its own name is, wherever else it is used', () => {
    for (const use of ['DB_PASSWORD: "$P"', 'DB: "postgres://u:${P}@h/d"', 'DB: "redis://:${P:-x}@h"']) {
      const project = resolveService(`environment: {${use}, COPY: "is $P"}\ncommand: run $P`, {
        '.env': 'P=hush\nQ=$P\n',
      });
      const { environment, command } = service(project);
      assert.deepEqual(
        [
          project.environment.get('P')?.value,
          project.envFile.get('Q')?.value,
          environment.get('COPY')?.value,
          command?.value[1],
        ].map((value) => value instanceof Secret),
        [true, true, true, true],
        use,
      );
    }
  });
  test('what is only a part of a secret, or equal to one, is none', () => {
    const { envFile } = resolveService('environment: {DB: "postgres://$U:$DB_PASSWORD@$H/$H"}', {
      '.env': 'U=db\nH=db\nDB_PASSWORD=db\n',
    });
    assert.deepEqual([envFile.get('U')?.value, envFile.get('H')?.value], ['db', 'db']);
  });
  test('the default of a secret is one, whatever it goes into', () => {
    const body = 'environment: {A: "${DB_PASSWORD:-canary}", B: "${HOST:-db}", C: "x${C_TOKEN:-}"}';
    const { environment } = service(resolveService(body));
    assert.ok(environment.get('A')?.value instanceof Secret);
    assert.equal(environment.get('B')?.value, 'db');
    assert.equal(environment.get('C')?.value, 'x');
  });
  test('a secret never gets into a message', () => {
    const project = resolveService(
      'command: ["${A:?${MY_TOKEN}}"]',
      { '.env': 'B=${A:?$MY_TOKEN}\n' },
      { MY_TOKEN: 'canary' },
    );
    assert.equal(project.problems.length, 2);
    assert.doesNotMatch(JSON.stringify(project.problems), /canary/);
  });
});

suite('several files', () => {
  const base =
    'services:\n  a:\n    image: x\n    command: [a, b]\n    environment: {A: 1, B: 1}\n    ports: ["80:80"]\n    healthcheck: {test: [CMD, a], interval: 5s}\n';
  const over = (body: string): Files => ({
    'compose.yaml': base,
    'compose.override.yaml': `services:\n  a:\n    ${body}\n`,
  });

  test('mappings merge, commands replace, ports add up', () => {
    const project = resolveFiles(
      over(
        'environment: [B=2]\n    command: c d\n    ports: ["81:81", "80:80"]\n    healthcheck: {test: exit 0}',
      ),
    );
    const { command, ports, healthcheck } = service(project);
    assert.deepEqual(environmentOf(project), { A: '1', B: '2' });
    assert.deepEqual(command?.value, ['c', 'd']);
    assert.deepEqual(
      ports.map(({ published }) => published),
      [80, 81],
    );
    assert.deepEqual(healthcheck?.test, ['CMD-SHELL', 'exit 0']);
  });
  test('a value that is overridden belongs to the override', () => {
    const { origin } = service(resolveFiles(over('environment: {B: 2}'))).environment.get('B')!;
    assert.equal(origin.path, 'compose.override.yaml');
  });
  test('nothing over something leaves it, and a variable loses only its value', () => {
    const project = resolveFiles(over('image:\n    ports:\n    environment: {B: }'));
    assert.deepEqual(codes(project), []);
    assert.deepEqual([service(project).image?.value, service(project).ports.length], ['x', 1]);
    assert.deepEqual(environmentOf(project), { A: '1', B: null });
  });
  test('!reset removes and !override replaces', () => {
    const project = resolveFiles(over('environment: !override {C: 3}\n    ports: !reset []'));
    assert.deepEqual([environmentOf(project), service(project).ports], [{ C: '3' }, []]);
  });
  test('what !reset marks is not interpolated', () =>
    assert.deepEqual(codes(resolveFiles(over('command: !reset "${bad"'))), []));
  test('a mapping cannot override a list', () =>
    assert.deepEqual(codes(resolveFiles(over('ports: {a: b}'))), ['compose/schema']));
  test('documents of one file merge in order', () => {
    const project = resolveFiles({ 'compose.yaml': `${base}---\nservices: {a: {image: y}}\n` });
    assert.equal(service(project).image?.value, 'y');
  });
  test('COMPOSE_FILE turns the search off, and its .env lies beside the first file too', () => {
    const project = resolveFiles({
      '.env': 'COMPOSE_FILE=deploy/one.yaml;deploy/two.yaml\nCOMPOSE_PATH_SEPARATOR=;\nW=top\n',
      'deploy/.env': 'V=sub\nW=sub\n',
      'deploy/one.yaml': 'services: {a: {image: "x:$V-$W", env_file: e.env, volumes: ["./d:/d"]}}\n',
      'deploy/two.yaml': 'services: {a: {command: c}}\n',
      'deploy/e.env': 'E=1\n',
      'compose.yaml': 'services: {z: {image: z}}\n',
    });
    const { image, mounts, command } = service(project);
    assert.deepEqual(codes(project), []);
    assert.deepEqual([project.name, [...project.services.keys()]], ['deploy', ['a']]);
    assert.deepEqual([image?.value, mounts[0]?.source, command?.value], ['x:sub-top', './deploy/d', ['c']]);
    assert.deepEqual(environmentOf(project), { E: '1' });
  });
});

suite('extends and include', () => {
  test('a chain over files resolves, with each path from the file that wrote it', () => {
    const project = resolveFiles({
      'compose.yaml': 'services:\n  a: {extends: {file: sub/b.yaml, service: base}, environment: {C: 3}}\n',
      'sub/b.yaml':
        'services:\n  base: {image: x, env_file: e.env, extends: root}\n  root: {extends: {file: ../other/o.yaml, service: deep}}\n',
      'sub/e.env': 'E=1\n',
      'other/o.yaml': 'services:\n  deep: {env_file: [deep.env], volumes: ["./d:/d"]}\n',
      'other/deep.env': 'DEEP=1\n',
    });
    assert.deepEqual(codes(project), []);
    assert.deepEqual(environmentOf(project), { DEEP: '1', E: '1', C: '3' });
    assert.deepEqual(service(project).mounts[0]?.source, './other/d');
  });
  test('an included file has its own directory and .env, but the environment around it wins', () => {
    const project = resolveFiles({
      'compose.yaml': 'include: [sub/i.yaml]\nservices: {a: {image: x, depends_on: [db]}}\n',
      '.env': 'W=top\n',
      'sub/i.yaml': 'services: {db: {image: "d:$V-$W", env_file: e.env, environment: [V]}}\n',
      'sub/.env': 'V=sub\nW=sub\n',
      'sub/e.env': 'E=1\n',
    });
    assert.deepEqual(codes(project), []);
    assert.equal(service(project, 'db').image?.value, 'd:sub-top');
    assert.deepEqual(environmentOf(project, 'db'), { E: '1', V: 'sub' });
  });
  test('the long form names several files, a directory and an env_file', () => {
    const project = resolveFiles({
      'compose.yaml': 'include:\n- {path: [s/i.yaml, s/j.yaml], project_directory: ., env_file: x.env}\n',
      's/i.yaml': 'services: {db: {image: "d:$V", env_file: e.env}}\n',
      's/j.yaml': 'services: {db: {command: hi}}\n',
      'x.env': 'V=x\n',
      'e.env': 'E=1\n',
    });
    assert.deepEqual([codes(project), service(project, 'db').command?.value], [[], ['hi']]);
    assert.deepEqual(
      [service(project, 'db').image?.value, environmentOf(project, 'db')],
      ['d:x', { E: '1' }],
    );
  });

  refuses(
    'extending a service that is not there',
    { 'compose.yaml': 'services: {a: {image: x, extends: no}}\n' },
    'compose/undefined-reference',
    'no',
  );
  refuses(
    'extending a service in a file without a name',
    { 'compose.yaml': 'services: {b: {image: x}, a: {image: x, extends: {service: b, file: "${NONE}"}}}\n' },
    'compose/undefined-reference',
    '{service: b, file: "${NONE}"}',
  );
  test('what is reset neither extends nor includes', () => {
    const project = resolveFiles({
      'compose.yaml':
        'include: !reset [n.yaml]\nservices: {a: {image: x, extends: !reset no}, b: {image: x, extends: {service: a, file: !reset n.yaml}}}\n',
    });
    assert.deepEqual(codes(project), []);
  });
  test('an included file has its .env unless another file is named', () => {
    for (const named of ['', 'env_file: ', 'env_file: []']) {
      const project = resolveFiles({
        'compose.yaml': `include: [{path: s/i.yaml, ${named}}]\n`,
        's/i.yaml': 'services: {a: {image: "x:$TAG"}}\n',
        's/.env': 'TAG=1\n',
      });
      assert.equal(service(project).image?.value, 'x:1', named);
    }
  });
  refuses(
    'a list in what is included',
    { 'compose.yaml': 'include: [[i.yaml]]\nservices: {a: {image: x}}\n', 'i.yaml': '' },
    'compose/schema',
    '[i.yaml]',
  );
  refuses(
    'a service that extends itself',
    { 'compose.yaml': 'services: {a: {image: x, extends: a}}\n' },
    'compose/cycle',
    'a',
  );
  refuses(
    'including a file that is not there',
    { 'compose.yaml': 'include: [n.yaml]\nservices: {a: {image: x}}\n' },
    'compose/file-missing',
    'n.yaml',
  );
  refuses(
    'a file that includes itself',
    {
      'compose.yaml': 'include: [i.yaml]\nservices: {a: {image: x}}\n',
      'i.yaml': 'include: [compose.yaml]\n',
    },
    'compose/cycle',
    'compose.yaml',
  );
});

suite('profiles', () => {
  const files = (env: string): Files => ({
    'compose.yaml': 'services:\n  a: {image: x}\n  b: {image: "$NO", env_file: no.env, profiles: [p, q]}\n',
    '.env': env,
  });
  test('a service of another profile is there, but not active', () => {
    const project = resolveFiles(files('COMPOSE_PROFILES=z\n'));
    assert.deepEqual([codes(project), service(project, 'b').isActive], [[], false]);
  });
  test('its env_file matters once its profile is selected', () =>
    assert.deepEqual(codes(resolveFiles(files('COMPOSE_PROFILES=z, q\n'))), [
      'compose/env-file-missing',
      'compose/no-image',
    ]));
  refuses(
    'depending on a service of another profile',
    { 'compose.yaml': 'services:\n  a: {image: x, depends_on: [b]}\n  b: {image: x, profiles: [p]}\n' },
    'compose/profile-dependency',
    'b',
  );
});

suite('what compose refuses', () => {
  const yaml = (body: string): Files => ({ 'compose.yaml': body });
  refuses('an empty file', yaml('# nothing\n'), 'compose/schema', '');
  refuses('an empty mapping', yaml('{}\n'), 'compose/schema', '');
  refuses('a file of keys that do not count', yaml('version: "3"\ninclude: []\n'), 'compose/schema', '');
  refuses('services as a list', yaml('services: [a]\n'), 'compose/schema', '[a]');
  refuses('a service that is a text', yaml('services: {a: x}\n'), 'compose/schema', 'x');
  refuses('a service without image or build', yaml('services: {a: {command: x}}\n'), 'compose/no-image', 'a');
  refuses(
    'a mapping as an item of environment',
    yaml('services: {a: {image: x, environment: [A: 1]}}\n'),
    'compose/list-item-is-map',
    'A: 1',
  );
  refuses(
    'a blank before the equals sign',
    yaml('services: {a: {image: x, environment: [A =1]}}\n'),
    'compose/list-key-space',
    'A =1',
  );
  refuses(
    'a number as a key',
    yaml('services: {a: {image: x, environment: {1: x}}}\n'),
    'compose/schema',
    '1',
  );
  refuses(
    'an undeclared volume',
    yaml('services: {a: {image: x, volumes: ["data:/d"]}}\n'),
    'compose/undefined-reference',
    '"data:/d"',
  );
  refuses(
    'an undeclared network',
    yaml('services: {a: {image: x, networks: [n]}}\n'),
    'compose/undefined-reference',
    'n',
  );
  refuses(
    'an unknown dependency',
    yaml('services: {a: {image: x, depends_on: [z]}}\n'),
    'compose/undefined-reference',
    'z',
  );
  refuses(
    'services that wait for each other',
    yaml('services: {a: {image: x, depends_on: [b]}, b: {image: x, links: [a]}}\n'),
    'compose/cycle',
    'b',
  );
  refuses(
    'a required env_file that is absent',
    yaml('services: {a: {image: x, env_file: e.env}}\n'),
    'compose/env-file-missing',
    'e.env',
  );
  refuses(
    'a port that is none',
    yaml('services: {a: {image: x, ports: ["a:b"]}}\n'),
    'compose/invalid-port',
    '"a:b"',
  );
  refuses(
    'a command with an open quote',
    yaml(`services: {a: {image: x, command: 'a "b'}}\n`),
    'compose/schema',
    `'a "b'`,
  );
  refuses(
    'a project name that is not normalised',
    { ...yaml('services: {a: {image: x}}\n'), '.env': 'COMPOSE_PROJECT_NAME=Foo\n' },
    'env/compose-var-invalid',
    'COMPOSE_PROJECT_NAME',
  );

  test('broken YAML is reported and the rest still read', () => {
    const project = resolveFiles(yaml('services:\n  a:\n    image: x\n    ports: [1\n'));
    assert.ok(codes(project).includes('compose/yaml-syntax'));
    assert.equal(service(project).image?.value, 'x');
  });
});
