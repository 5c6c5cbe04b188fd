import assert from 'node:assert/strict';
import { readStack } from '../../src/adapters/stackFiles';
import { assertAgreement, disagreements, inFolder } from './compare';
import type { Files } from './compare';
import { askCompose, composeVersion, environmentWith } from './composeConfig';
import { isBefore, versionDifferences } from './versionDifferences';

/** Values that each key takes, in each of its forms. */
const FORMS: Readonly<Record<string, readonly string[]>> = {
  build: ['.', '{ context: ., args: [A=1] }', '{ context: ., args: { A: 1 } }'],
  depends_on: ['[b]', '{ b: { condition: service_healthy, required: false } }'],
  deploy: ['{ labels: [a=b] }', '{ labels: { a: b } }'],
  dns: ['1.1.1.1', '[1.1.1.1]'],
  env_file: ['f', '[f]', '[{ path: f }]'],
  environment: ['[A=1, B]', '{ A: 1, B: }'],
  extra_hosts: ['["a=1.1.1.1"]', '{ a: 1.1.1.1 }', '{ a: [1.1.1.1] }'],
  gpus: ['all', '[{ count: 1 }]'],
  healthcheck: ['{ test: x }', '{ test: [CMD, x] }', '{ disable: yes }'],
  label_file: ['f', '[f]'],
  labels: ['[a=b]', '{ a: b }'],
  logging: ['{ driver: x, options: { a: b } }'],
  models: ['[m]', '{ m: { endpoint_var: A } }'],
  networks: ['[n]', '{ n: { aliases: [q] } }'],
  ports: ['["80:80"]', '[!reset "81:81", "82:82"]'],
  tmpfs: ['/a', '[/a]'],
  ulimits: ['{ nofile: 5 }', '{ nofile: { soft: 5, hard: 6 } }'],
};

/** Values that hardly any key takes. */
const STRANGERS = [
  '',
  '""',
  'a',
  '5',
  'true',
  '[]',
  '[a]',
  '[5]',
  '[{ a: b }]',
  '{}',
  '{ a: }',
  '{ a: [b, c] }',
];

/** Each input is a key, its value, and what another file says of it. */
function overridden(inputs: readonly string[]): Files {
  const pairs = inputs.map((input) => input.split(' | '));
  return {
    'compose.yaml': [
      'networks: { n: }\nmodels: { m: { model: x } }\nservices:\n  b: { image: x }\n',
      ...pairs.map(([key, value], index) => `  s${index}:\n    image: x\n    ${key}: ${value}\n`),
    ].join(''),
    'compose.override.yaml': [
      'services:\n  b: { image: y }\n',
      ...pairs.map(([key, , value], index) => `  s${index}:\n    ${key}: ${value}\n`),
    ].join(''),
    f: 'A=1\n',
    a: '',
  };
}

suite('one value over another, as docker compose config merges them', () => {
  for (const [key, forms] of Object.entries(FORMS))
    test(key, async () => {
      const inputs = forms.flatMap((form) =>
        [...forms, ...STRANGERS].map((other) => [key, form, other].join(' | ')),
      );
      assert.deepEqual(await disagreements(inputs, { stackOf: overridden }), []);
    });
});

suite('YAML that compose reads in its own way', () => {
  const cases: readonly (readonly ['accepted' | 'refused', string])[] = [
    ['accepted', '{ image: x :}'],
    ['accepted', '{ image: x, environment: { A: 1, B :}}'],
    ['accepted', '{ image: x, environment: [A=b :, C :]}'],
    ['accepted', '{ image: x, environment: {A:, B:1}}'],
    ['accepted', '{ "image":"x", "command":["a", b]}'],
    ['refused', '{ image: x, command:[a] }'],
    ['refused', '{ image: x, command: [:b] }'],
    ['refused', '{ image: x, environment: { A: :b } }'],
    ['refused', '{ image: x, command: [a ? b] }'],
    ['accepted', '{ image: x, environment: { A: &a B, *a : c, "d?": e } }'],
    ['accepted', '{ image: x, environment: { &a A: b, ? C : *a } }'],
    ['refused', '{ image: x, environment: { A: &a 1, *a : c } }'],
    ['refused', '{ image: x, environment: { A: &a B, *a : c, *a : d } }'],
    ['refused', '{ image: x, environment: { !!int "1": c } }'],
    ['accepted', '\n    image: x\n    command: [\n    a,\n    b\n  ]'],
    ['accepted', '\n    image: x\n    environment: {\nA: b\n}'],
    ['refused', '\n    image: x\n    command: [\n--- a\n    ]'],
    // Indentation, which quotes and brackets do not ask for, and tabs.
    ['accepted', '\n    image: "x\ny"\n    command: ["a\n # b\n\n c", d\ne]'],
    ['accepted', '\n    image: x\n    command: "a\\\n b \\\n\n  c"'],
    ['accepted', '\n    image: x\n    command: a\n      \tb\n    # c\n\t# d'],
    ['accepted', '{ image: x,\n      \tcommand: a }'],
    ['refused', '{ image: x, command: a\n\tb }'],
    ['refused', '\n    image: x\n\t\n    command: a'],
    ['refused', '\n    image: x\n\t# a'],
    ['refused', '\n    image: x\n    command: |\n      a\n\t# b\n'],
    ['refused', '\n    image: x\n    command:\n      -\ta'],
    ['refused', '\n    image: x\n    command: |\n        \ta'],
    // Comments that hug what is in front of them.
    ['accepted', '{ image: "x", command: [a#b, \'c\'#d\n] }#e'],
    ['accepted', "\n    image: x\n    command: |#a\n      b\n    user: ''#c"],
    // Line ends.
    ['accepted', '\r    image: "x\ry"\r    command: a\r\r\n'],
    ['accepted', '\n    image: x\u0085    command: "a\u2028b\u0085c"'],
    ['refused', '\n    image: x\n    command: a\u2029b'],
    // Escapes, anchors and tags.
    ['accepted', '{ image: x, environment: { A: "\\x41\\u00e9\\U0001F600\\_\\e\\a\\\'" } }'],
    ['refused', '{ image: x, command: "a\\/b" }'],
    ['refused', '{ image: x, command: "\\ud83d\\ude00" }'],
    ['accepted', '\n    image: x\n    command: &a:b c'],
    ['refused', '{ image: x, command: &a.b c }'],
    ['refused', '{ image: x, command: &é a }'],
    ['accepted', '{ image: x, environment: { A: !own 0x10, B: ! 0x10, C: !!own ~, D: !<!!int> 0x10 } }'],
    ['accepted', '{ image: x, environment: { A: !!binary JEZPTw==, !!binary Qg==: .5_0 } }'],
    ['refused', '{ image: x, command: !!binary "a b" }'],
    ['refused', '{ image: x, command: !a!b c }'],
  ];
  for (const [expected, body] of cases)
    test(`${JSON.stringify(body)} is ${expected}`, async () => {
      const files = { 'compose.yaml': `services:\n  w: ${body}\n` };
      assert.equal(await inFolder(files, (folder) => assertAgreement(folder, {})), expected);
    });

  const wholes: readonly (readonly ['accepted' | 'refused', string])[] = [
    ['accepted', '%TAG !e! tag:yaml.org,2002:\n---\nservices: { w: { image: !e!str x } }'],
    ['refused', '%FOO\n---\nservices: { w: { image: x } }'],
    ['refused', '%YAML 1.1\n%YAML 1.1\n---\nservices: { w: { image: x } }'],
    ['accepted', 'x-a: &a { B: c }\n---\nservices: { w: { image: x, environment: *a } }'],
    ['refused', 'services: { w: { image: x } }\n...\nx-a: b'],
    ['accepted', '{}\n---\nservices: { w: { image: x } }'],
    ['refused', '{}'],
    ['refused', 'version: "3"\ninclude: []'],
    ['accepted', 'x-a: b'],
  ];
  for (const [expected, text] of wholes)
    test(`${JSON.stringify(text)} is ${expected}`, async () => {
      const files = { 'compose.yaml': `${text}\n` };
      assert.equal(await inFolder(files, (folder) => assertAgreement(folder, {})), expected);
    });
});

test('a question mark inside brackets, which only Compose 2 refuses', async () => {
  const isRefused = isBefore(versionDifferences.questionMark, await composeVersion());
  for (const text of ['[a?b]', '[?b]', '[a ?]', '[http://h?q=1]', '[a, ??]'])
    await inFolder(
      { 'compose.yaml': `services: { w: { image: x, command: ${text} } }\n` },
      async (folder) => {
        const { project } = await readStack(folder, { environment: environmentWith({}) });
        assert.notDeepEqual(project.problems, [], text);
        const { kind } = await askCompose(folder, environmentWith({}));
        assert.equal(kind, isRefused ? 'refusal' : 'model', text);
      },
    );
});

/** Each input is a section of its own name, and what each of two files says of one resource in it. */
function resources(inputs: readonly string[]): Files {
  const sections = new Map<string, (readonly string[])[]>();
  for (const input of inputs) {
    const [section = '', ...values] = input.split(' | ');
    sections.set(section, [...(sections.get(section) ?? []), values]);
  }
  const file = (index: number): string =>
    [...sections]
      .map(([section, values]) => {
        const entries = values.map((pair, name) => `  r${name}: ${pair[index] ?? ''}\n`);
        return `${section}:\n${entries.join('')}`;
      })
      .join('');
  const used = (sections.get('volumes') ?? []).map((_, name) => `"r${name}:/r${name}"`).join(', ');
  return {
    'compose.yaml': `services: { w: { image: x, volumes: [${used}] } }\n${file(0)}`,
    'compose.override.yaml': file(1),
    f: '',
  };
}

suite('one resource over another, as docker compose config merges them', () => {
  const externals = ['', '{ external: true }', '{ external: { name: x } }', '{ external: {}, name: z }'];
  const names = ['{ external: false, name: x }', '{ name: x }'];
  const labels = ['[a=b]', '[a=c]', '{ a: d }', '{ a: }'].map((value) => `{ labels: ${value} }`);
  const refused = [
    '{ external: { name: x } } | { external: { name: y } }',
    '{ external: { name: x } } | { external: { name: } }',
    '{ external: { name: x }, name: y } |',
  ];
  const refusedLabels = ['[a=b] | [a=b]', '{ a: b } | { a: b }', '[a] | { a: }', ' | [a=b, a=b]'].map(
    (pair) => pair.replace(/^(.*) \| (.*)$/, '{ labels: $1 } | { labels: $2 }'),
  );
  const pairs = (values: readonly string[]): readonly string[] =>
    values.flatMap((base) => values.filter((over) => over !== base).map((over) => `${base} | ${over}`));
  const cases: Readonly<Record<string, readonly string[]>> = {
    volumes: [...pairs([...externals, ...names]), ...pairs(labels), ...refused, ...refusedLabels],
    networks: [...pairs([...externals, ...names]), ...pairs(labels), ...refused],
    secrets: [...pairs(externals.slice(1)), ...refused.slice(0, 1)],
    configs: [...pairs(externals.slice(1)), ...refused.slice(0, 1)],
  };
  for (const [section, inputs] of Object.entries(cases))
    test(section, async () => {
      const named = inputs.map((input) => `${section} | ${input}`);
      assert.deepEqual(await disagreements(named, { stackOf: resources }), []);
    });
});

suite('more than two files, and what they name', () => {
  const three = { COMPOSE_FILE: 'a.yaml:b.yaml:c.yaml' };
  const cases: Readonly<
    Record<string, readonly ['accepted' | 'refused', Files, Readonly<Record<string, string>>?]>
  > = {
    'nothing in the middle, over nothing': [
      'refused',
      {
        'a.yaml': 'services: { w: { image: x } }\n',
        'b.yaml': 'services: { w: { ports: } }\n',
        'c.yaml': 'services: { w: { ports: ["80:80"] } }\n',
      },
      three,
    ],
    'nothing in the middle, over something': [
      'accepted',
      {
        'a.yaml': 'services: { w: { image: x, ports: ["81:81"] } }\n',
        'b.yaml': 'services: { w: { ports: } }\n',
        'c.yaml': 'services: { w: { ports: ["80:80"] } }\n',
      },
      three,
    ],
    'a required key that comes too late': [
      'refused',
      {
        'a.yaml': 'services: { w: { image: x } }\n',
        'b.yaml': 'services: { w: { provider: { options: { a: b } } } }\n',
        'c.yaml': 'services: { w: { provider: { type: x } } }\n',
      },
      three,
    ],
    'an override whose services are all comments': [
      'refused',
      {
        'compose.yaml': 'services: { w: { image: x } }\n',
        'compose.override.yaml': 'services:\n#  w: { image: y }\n',
      },
    ],
    'a label file': [
      'accepted',
      { 'compose.yaml': 'services: { w: { image: x, label_file: [f] } }\n', f: 'A=1\nB=$A\n' },
    ],
    'a label file that is missing': [
      'refused',
      { 'compose.yaml': 'services: { w: { image: x, label_file: nope } }\n' },
    ],
    'a label file that is missing, of a service without its profile': [
      'accepted',
      {
        'compose.yaml': 'services: { w: { image: x, label_file: nope, profiles: [p] }, v: { image: x } }\n',
      },
    ],
    'a label file that refers to .env': [
      'refused',
      {
        'compose.yaml': 'services: { w: { image: x, label_file: f } }\n',
        f: 'A=${FOO:?}\n',
        '.env': 'FOO=1\n',
      },
    ],
    'a label file beside an included file': [
      'accepted',
      {
        'compose.yaml': 'include: [sub/compose.yaml]\n',
        'sub/compose.yaml': 'services: { w: { image: x, label_file: f } }\n',
        'sub/f': 'A=1\n',
      },
    ],
    'a hook whose command cannot be split': [
      'refused',
      { 'compose.yaml': `services: { w: { image: x, post_start: [{ command: "echo 'a" }] } }\n` },
    ],
    'a hook with a blank in a name': [
      'refused',
      {
        'compose.yaml': 'services: { w: { image: x, pre_stop: [{ command: a, environment: ["A =b"] }] } }\n',
      },
    ],
    'an empty path to include': [
      'refused',
      { 'compose.yaml': 'include: ["${NONE}"]\nservices: { w: { image: x } }\n' },
    ],
    'a base with two documents': [
      'accepted',
      {
        'compose.yaml': 'services: { v: { extends: { file: o.yaml, service: w } } }\n',
        'o.yaml': 'services: { w: { image: x } }\n---\nservices: { w: { command: y } }\n',
      },
    ],
    'env files that the shell names': [
      'accepted',
      {
        'compose.yaml': 'services: { w: { image: "x:${A}${B}", environment: [A, B, C] } }\n',
        '.env': 'A=dot\nC=dot\n',
        '1.env': 'A=1\n',
        '2.env': 'A=2\nB=$A\n',
      },
      { COMPOSE_ENV_FILES: '1.env,2.env' },
    ],
    'an env file that turns itself off': [
      'accepted',
      {
        'sub/compose.yaml': 'services: { w: { image: "x:${A:-none}", environment: [A, COMPOSE_X] } }\n',
        '.env': 'A=1\nCOMPOSE_X=2\nCOMPOSE_FILE=sub/compose.yaml\nCOMPOSE_DISABLE_ENV_FILE=1\n',
        'sub/.env': 'A=2\n',
      },
    ],
    'a limit that is no number': [
      'refused',
      { 'compose.yaml': 'services: { w: { image: x } }\n', '.env': 'COMPOSE_PARALLEL_LIMIT=many\n' },
    ],
    'a name of which nothing is left': [
      'refused',
      { 'compose.yaml': 'name: "${NONE}"\nservices: { w: { image: x } }\n' },
    ],
    'an empty env_file of what is included': [
      'accepted',
      {
        'compose.yaml': 'include: [{ path: sub/compose.yaml, env_file: [] }, !reset nope.yaml]\n',
        'sub/compose.yaml': 'services: { w: { image: "x:${A}" } }\n',
        'sub/.env': 'A=1\n',
      },
    ],
    'a base in a file without a name': [
      'refused',
      { 'compose.yaml': 'services: { v: { image: x }, w: { extends: { service: v, file: "${NONE}" } } }\n' },
    ],
    'a base that is reset': [
      'accepted',
      {
        'compose.yaml': 'services: { w: { image: x } }\n',
        'compose.override.yaml': 'services: { w: { extends: !reset nope, command: a } }\n',
      },
    ],
    'words that stand for true and false': [
      'accepted',
      {
        'compose.yaml': `services:
  w:
    image: x
    env_file: [{ path: nope, required: "no" }]
    healthcheck: { disable: Yes, test: x }
    volumes: ["data:/data", { type: bind, source: ./a, target: /a, read_only: on }]
volumes: { data: { external: yes } }
`,
      },
    ],
  };
  for (const [name, [expected, files, variables = {}]] of Object.entries(cases))
    test(name, async () => {
      assert.equal(await inFolder(files, (folder) => assertAgreement(folder, variables)), expected);
    });
});
