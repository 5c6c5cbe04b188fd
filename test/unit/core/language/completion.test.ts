import assert from 'node:assert/strict';
import type { Completion } from '../../../../src/core/language/completion';
import { completionsAt } from '../../../../src/core/language/completion';
import { NameIndex } from '../../../../src/core/language/nameIndex';
import type { Texts } from '../../support/stackFiles';
import { stackWithCursor } from '../../support/stackFiles';

const web = (lines: string) => `services:\n  web:\n    image: langfuse/langfuse:3.225.4\n${lines}`;
const environment = (lines: string) => web(`    environment:\n${lines}`);

suite('completion of names in .env', () => {
  const compose = web('    command: ${LATER:-x} ${NEEDED:?no} ${DONE} ${SALT:?no}\n');

  test('begins with what compose files miss, the required ones among them', () => {
    const labels = labelsOf({ 'compose.yaml': compose, '.env': 'DONE=1\n|\n' });
    assert.deepEqual(labels.slice(0, 3), ['LATER', 'NEEDED', 'SALT']);
    assert.ok(!labels.includes('DONE'));
  });

  test('knows what containers make of them', () => {
    const later = environment('      MINE: ${LATER}\n      AUTH_DISABLE_SIGNUP: ${LATER:-x}\n');
    const [first] = completions({ 'compose.yaml': later, '.env': '|' });
    assert.equal(first?.asksForValue, true);
    assert.match(first.documentation, /`true` or `false`/);
  });

  test('goes on with what the services of the stack read', () => {
    const labels = labelsOf({ 'compose.yaml': compose, '.env': 'LANG|' });
    assert.ok(labels.includes('LANGFUSE_INIT_ORG_ID'));
    assert.ok(!labels.includes('POSTGRES_DB'), 'There is no Postgres.');
    assert.ok(!labels.includes('LANGFUSE_RETENTION_DAYS'), 'Nothing reads it.');
    assert.ok(!labels.includes('CLICKHOUSE_DISABLE_TOP_K_THROUGH_JOIN'), 'Langfuse 4 reads it.');
    assert.equal(new Set(labels).size, labels.length);
  });

  test('replaces the whole word and adds what is missing behind it', () => {
    assert.equal(
      accepted({ 'compose.yaml': compose, '.env': 'export NE|XX\n' }, 'NEEDED'),
      'export NEEDED=\n',
    );
    assert.equal(accepted({ 'compose.yaml': compose, '.env': 'NE|=old\n' }, 'NEEDED'), 'NEEDED=old\n');
  });

  test('knows what an env_file is for', () => {
    const files = { 'compose.yaml': web('    env_file: web.env\n'), 'web.env': 'SALT=x\n|' };
    const found = completions(files);
    assert.equal(found.find(({ label }) => label === 'NEXTAUTH_SECRET')?.detail, 'secret');
    assert.equal(
      found.find(({ label }) => label === 'SALT'),
      undefined,
    );
  });

  test('says nothing in comments and in values that go on', () => {
    for (const env of ['# |', 'A="x\n|"\n', "A='\n$|'\n", 'A=1 # ${|'])
      assert.deepEqual(labelsOf({ 'compose.yaml': compose, '.env': env }), []);
  });
});

suite('completion of values in .env', () => {
  const compose = environment('      AUTH_DISABLE_SIGNUP: ${SIGNUP}\n      MINE: ${MINE}\n');

  test('offers the words that the container takes under its name', () => {
    assert.deepEqual(labelsOf({ 'compose.yaml': compose, '.env': 'SIGNUP=|' }), ['true', 'false']);
    assert.equal(
      accepted({ 'compose.yaml': compose, '.env': 'SIGNUP="t|r" # x\n' }, 'true'),
      'SIGNUP="true" # x\n',
    );
    assert.deepEqual(labelsOf({ 'compose.yaml': compose, '.env': 'MINE=|' }), []);
  });

  test('marks the default', () => {
    const files = { 'compose.yaml': web('    env_file: .env\n'), '.env': 'CLICKHOUSE_CLUSTER_ENABLED=|' };
    assert.deepEqual(
      completions(files).map(({ label, detail }) => `${label} ${detail}`),
      ['true default', 'false '],
    );
  });

  test('offers for a reference what stands above, with dots for secrets', () => {
    const env = 'A=one\nTOKEN=hunter2\nB=${|\nC=1\n';
    const found = completions({ 'compose.yaml': compose, '.env': env });
    assert.deepEqual(
      found.filter(({ rank }) => rank === 0).map(({ label, detail }) => `${label} ${detail}`),
      ['A one', 'TOKEN ••••••'],
    );
    assert.ok(!JSON.stringify(found).includes('hunter2'));
    assert.equal(accepted({ 'compose.yaml': compose, '.env': 'A=1\nB=x$|y\n' }, 'A'), 'A=1\nB=x$A\n');
  });
});

suite('completion in environment', () => {
  test('offers names of the image, without those that are there', () => {
    const labels = labelsOf({ 'compose.yaml': environment('      SALT: x\n      |\n      REDIS_HOST: r\n') });
    assert.ok(labels.includes('NEXTAUTH_URL'));
    assert.ok(!labels.includes('SALT') && !labels.includes('REDIS_HOST') && !labels.includes('POSTGRES_DB'));
    const clickhouse =
      'services:\n  db:\n    image: clickhouse/clickhouse-server:25.8\n    environment:\n      - |\n';
    assert.ok(labelsOf({ 'compose.yaml': clickhouse }).includes('CLICKHOUSE_DB'));
    assert.ok(!labelsOf({ 'compose.yaml': clickhouse }).includes('SALT'));
  });

  test('begins with what .env defines and nothing uses', () => {
    const files = { 'compose.yaml': environment('      A: ${A}\n      |\n'), '.env': 'A=1\nFRESH=1\n' };
    assert.equal(completions(files)[0]?.newText, 'FRESH: ${FRESH}');
  });

  const written: readonly (readonly [string, string, string])[] = [
    ['      NEXT|\n', 'NEXTAUTH_URL', '      NEXTAUTH_URL: \n'],
    ['      SALT: x\n      NEXT|\n', 'NEXTAUTH_URL', '      SALT: x\n      NEXTAUTH_URL: \n'],
    ['      NEXT|AUTH: x\n', 'NEXTAUTH_URL', '      NEXTAUTH_URL: x\n'],
    ['      "NEXT|\n', 'NEXTAUTH_URL', '      "NEXTAUTH_URL": \n'],
    ['      "NEXT|"\n', 'NEXTAUTH_URL', '      "NEXTAUTH_URL": \n'],
    ['      AUTH_DISABLE_SIGNUP: ${A:-|}\n', 'true', '      AUTH_DISABLE_SIGNUP: ${A:-true}\n'],
    ['      - "AUTH_DISABLE_SIGNUP=${A:-t|r}"\n', 'true', '      - "AUTH_DISABLE_SIGNUP=${A:-true}"\n'],
    ['      - "NEXT|"\n', 'NEXTAUTH_URL', '      - "NEXTAUTH_URL="\n'],
    ['      - NEXT|\n', 'NEXTAUTH_URL', '      - NEXTAUTH_URL=\n'],
    ['    - A=1\n    - NEXT|\n', 'NEXTAUTH_URL', '    - A=1\n    - NEXTAUTH_URL=\n'],
    ['      - A=1\n      |\n', 'NEXTAUTH_URL', '      - A=1\n      - NEXTAUTH_URL=\n'],
    ['      AUTH_DISABLE_SIGNUP: |\n', 'true', "      AUTH_DISABLE_SIGNUP: 'true'\n"],
    ['      AUTH_DISABLE_SIGNUP: "f|alse"\n', 'true', '      AUTH_DISABLE_SIGNUP: "true"\n'],
    ['      - AUTH_DISABLE_SIGNUP=|\n', 'false', '      - AUTH_DISABLE_SIGNUP=false\n'],
    ['      X: ${|\n', 'A', '      X: ${A}\n'],
    ['      X: "${|}"\n', 'A', '      X: "${A}"\n'],
    ['      X: ${B|B:-x}\n', 'A', '      X: ${A:-x}\n'],
    ['      X: $$$|\n', 'A', '      X: $$$A\n'],
  ];
  for (const [before, label, after] of written) {
    test(`completes ${before.trim().replaceAll('\n', ' ')}`, () =>
      assert.equal(
        accepted({ 'compose.yaml': environment(before), '.env': 'A=1\n' }, label),
        environment(after),
      ));
  }

  const inFlow: readonly (readonly [string, string, string])[] = [
    ['{NEXT|}', 'NEXTAUTH_URL', '{NEXTAUTH_URL: }'],
    ['{|}', 'NEXTAUTH_URL', '{NEXTAUTH_URL: }'],
    ['{SALT: x, NEXT|}', 'NEXTAUTH_URL', '{SALT: x, NEXTAUTH_URL: }'],
    ['{NEXT|: x, SALT: x}', 'NEXTAUTH_URL', '{NEXTAUTH_URL: x, SALT: x}'],
    ['{"NEXT|"}', 'NEXTAUTH_URL', '{"NEXTAUTH_URL": }'],
    ['{\n        SALT: "a, {b", # , {\n        NEXT|\n      }', 'NEXTAUTH_URL', ''],
    ['[NEXT|]', 'NEXTAUTH_URL', '[NEXTAUTH_URL=]'],
    ['[ SALT=x, "NEXT|" ]', 'NEXTAUTH_URL', '[ SALT=x, "NEXTAUTH_URL=" ]'],
    ['[\n      SALT=x,\n      |\n    ]', 'NEXTAUTH_URL', '[\n      SALT=x,\n      NEXTAUTH_URL=\n    ]'],
    ['{AUTH_DISABLE_SIGNUP: |}', 'true', "{AUTH_DISABLE_SIGNUP: 'true'}"],
    ['{AUTH_DISABLE_SIGNUP: "|"}', 'true', '{AUTH_DISABLE_SIGNUP: "true"}'],
    ['{SALT: x, AUTH_DISABLE_SIGNUP: f|alse}', 'true', "{SALT: x, AUTH_DISABLE_SIGNUP: 'true'}"],
    ['[AUTH_DISABLE_SIGNUP=|]', 'false', '[AUTH_DISABLE_SIGNUP=false]'],
    ["['AUTH_DISABLE_SIGNUP=|']", 'false', "['AUTH_DISABLE_SIGNUP=false']"],
    ['{AUTH_DISABLE_SIGNUP: "${A:-|}"}', 'false', '{AUTH_DISABLE_SIGNUP: "${A:-false}"}'],
    ['{X: "${|}"}', 'A', '{X: "${A}"}'],
    ['["X=${|"]', 'A', '["X=${A}"]'],
    ['{FR|}', 'FRESH', '{FRESH: "${FRESH}"}'],
    ['[FR|]', 'FRESH', '["FRESH=${FRESH}"]'],
    ['["FR|"]', 'FRESH', '["FRESH=${FRESH}"]'],
  ];
  for (const [before, label, after] of inFlow) {
    test(`completes ${before.replace(/\s+/g, ' ')}`, () => {
      const expected = after || before.replace('NEXT|', 'NEXTAUTH_URL: ');
      const env = 'A=1\nFRESH=1\n';
      const compose = (text: string) => web(`    environment: ${text}\n    command: $A\n`);
      assert.equal(accepted({ 'compose.yaml': compose(before), '.env': env }, label), compose(expected));
    });
  }
  test('looks through every bracket for what they belong to', () => {
    const labels = (compose: string) => labelsOf({ 'compose.yaml': compose });
    const image = 'image: langfuse/langfuse:3.225.4';
    assert.ok(labels(`services: {web: {${image}, environment: {|}}}\n`).includes('SALT'));
    assert.ok(labels(`services:\n  web: {environment: [A=1, |], ${image}}\n`).includes('SALT'));
    assert.ok(labels(`x-e: &e {A: 1, |}\nservices: {web: {${image}, environment: *e}}\n`).includes('SALT'));
    assert.deepEqual(labels(`services: {web: {${image}, environment: {A: 1}, |}}\n`), []);
    assert.deepEqual(labels(`services: {web: {${image}, command: [|], environment: {A: 1}}}\n`), []);
    assert.deepEqual(labels(`services:\n  web: {${image}}\nvolumes: {|}\n`), []);
  });
  test('knows what is there already between brackets', () => {
    const labels = labelsOf({ 'compose.yaml': web('    environment: {SALT: "x,y", |, TZ: UTC}\n') });
    assert.ok(!labels.includes('SALT') && labels.includes('NEXTAUTH_URL'));
  });
  test('a bracket that was never closed hides nothing of what follows', () => {
    const open = web('    environment: {SALT: x, NEXT|\n    restart: always\n');
    assert.ok(labelsOf({ 'compose.yaml': open }).includes('NEXTAUTH_URL'));
  });

  const broken: readonly string[] = [
    environment('      SALT: y\n      N|\n      OTHER: z\n    restart: always\n'),
    environment('      N|\n      OTHER: z\n'),
    environment('      N|\n    restart: always\n'),
    `x-env: &env\n  SALT: x\n  N|\n  OTHER: y\n${environment('      <<: *env\n')}`,
    environment('      SALT: y\r\n      N|\r\n'),
  ];
  for (const [at, compose] of broken.entries()) {
    test(`works while the word makes no valid YAML yet, ${at + 1}`, () =>
      assert.ok(labelsOf({ 'compose.yaml': compose }).includes('NEXTAUTH_URL')));
  }

  test('works where an anchor holds what services share', () => {
    const compose = `x-env: &env\n  SALT: x\n  |\n${environment('      <<: *env\n')}`;
    assert.ok(labelsOf({ 'compose.yaml': compose }).includes('NEXTAUTH_URL'));
  });

  test('leaves to others what is theirs', () => {
    for (const compose of [
      web('    |\n'),
      web('    labels:\n      |\n'),
      web('    restart: |\n'),
      environment('      # |\n'),
      environment('      A: b\n    |\n'),
      environment('      X: $$|\n'),
    ])
      assert.deepEqual(labelsOf({ 'compose.yaml': compose, '.env': 'A=1\n' }), [], compose);
  });
});

function completions(marked: Texts): readonly Completion[] {
  const { stack, path, offset } = stackWithCursor(marked);
  const found = completionsAt(new NameIndex(stack), path, offset);
  return [...found].sort((a, b) => a.rank - b.rank || (a.kind === 'variable' && a.label < b.label ? -1 : 1));
}

function labelsOf(marked: Texts): readonly string[] {
  return completions(marked).map(({ label }) => label);
}

/** The file of the cursor once a completion is accepted. */
function accepted(marked: Texts, label: string): string {
  const { stack, path } = stackWithCursor(marked);
  const completion = completions(marked).find((each) => each.label === label);
  assert.ok(completion, `${label} is not offered.`);
  const text = stack.texts.get(path) ?? '';
  return text.slice(0, completion.span.start) + completion.newText + text.slice(completion.span.end);
}
