import assert from 'node:assert/strict';
import { hoverAt } from '../../../../src/core/language/hover';
import { NameIndex } from '../../../../src/core/language/nameIndex';
import type { Texts } from '../../support/stackFiles';
import { stackOf, stackWithCursor } from '../../support/stackFiles';

const web = (lines: string) => `services:\n  web:\n    image: langfuse/langfuse:3.225.4\n${lines}`;
const worker = (lines: string) => `  worker:\n    image: langfuse/langfuse-worker:3.225.4\n${lines}`;

suite('hover', () => {
  test('tells the value, its place, and who gets it under which name', () => {
    assert.deepEqual(
      paragraphs({
        'compose.yaml': web('    environment:\n      NEXTAUTH_URL: ${U|RL}\n      OTHER: x${URL}\n'),
        '.env': '\nURL=http://a\n',
      }),
      [
        '**`URL`** = `http://a` · \\.env\\:2',
        '- **web** as `NEXTAUTH_URL`\n- **web** `OTHER` = `xhttp://a` · compose\\.yaml\\:6 with \\.env\\:2',
        '---',
        '`NEXTAUTH_URL`: The address under which browsers reach Langfuse\\, with http\\:\\/\\/ or https\\:\\/\\/\\. Sign\\-in leads astray when it is another\\.  \nRead by Langfuse · URL',
      ],
    );
  });

  test('a default is told from a value', () => {
    const compose = web('    command: ${A|:-fallback}\n');
    assert.match(first({ 'compose.yaml': compose }), /is not set; the default is used: `fallback`/);
    assert.match(
      first({ 'compose.yaml': compose, '.env': 'A=\n' }),
      /is empty; the default is used: `fallback`/,
    );
    assert.match(first({ 'compose.yaml': web('    command: ${A|-x}\n'), '.env': 'A=\n' }), /= empty · /);
    assert.match(first({ 'compose.yaml': web('    command: ${A|?no}\n') }), /compose refuses to start/);
    assert.match(
      first({ 'compose.yaml': web('    command: ${|A:+on}\n'), '.env': 'A=1' }),
      /so this is `on`/,
    );
  });

  test('the shell wins, and what it hides is named', () => {
    const files = { 'compose.yaml': web('    command: $A\n'), '.env': '|A=1\n' };
    const [title, shadow] = paragraphs(files, { A: '2' });
    assert.equal(title, '**`A`** = `2` · the shell');
    assert.equal(shadow, "The shell's value wins over \\.env\\:1.");
  });

  test('a piece of a secret that reads like a reference is not told', () => {
    const isHidden = (env: string): boolean =>
      !first({ 'compose.yaml': web(''), '.env': env }).includes('word');
    assert.ok(isHidden('DB_PASSWORD=pass$|word\n'));
    assert.ok(isHidden('A=https://user:pass$|word@host\n'));
    assert.ok(!isHidden('A=pass$|word\n'));
    assert.ok(!isHidden('word=1\nDB_PASSWORD=pass$|word\n'));
    assert.match(first({ 'compose.yaml': web(''), '.env': 'DB_PASSWORD=$|THE_PASSWORD\n' }), /THE_PASSWORD/);
  });

  test('a line that another one sets again says so', () => {
    const [, shadow] = paragraphs({ 'compose.yaml': web(''), '.env': '|A=1\nB=2\nA=3\n' });
    assert.equal(shadow, 'Not this line: \\.env\\:3 sets it again.');
  });

  test('what reaches nobody says so, and where else it is used', () => {
    const unused = paragraphs({ 'compose.yaml': web(''), '.env': '|A=1\n' });
    assert.ok(unused.includes('No container gets it.'));
    const elsewhere = paragraphs({ 'compose.yaml': web('    command: ${A}\n'), '.env': '|A=1\n' });
    assert.ok(elsewhere.includes('No container gets it in its environment. Used at compose\\.yaml\\:4.'));
  });

  test('a value travels by way of other lines and an env_file', () => {
    const [, received] = paragraphs({
      'compose.yaml': web('    env_file: web.env\n    environment:\n      X: ${B}\n      PASSED:\n'),
      '.env': '|A=1\nB=${A}${A}\nPASSED=${A}\n',
      'web.env': 'Y="${B:-no}"\nZ=z\nA\n',
    });
    assert.equal(
      received,
      '- **web** `Y` = `11` · web\\.env\\:1\n- **web** as `A`\n- **web** `X` = `11` · \\.env\\:2\n- **web** as `PASSED`',
    );
  });

  test('an entry tells the effective value and what it wins over', () => {
    const [received, wins] = paragraphs({
      'compose.yaml': web('    env_file: [web.env]\n    environment:\n      |A: "1"\n'),
      'web.env': 'A=2\n',
    });
    assert.equal(received, '**web** `A` = `1` · compose\\.yaml\\:6');
    assert.equal(wins, 'This wins over web\\.env\\:1.');
  });

  test('a line that does not count names the one that does', () => {
    const compose = web('    env_file: [web.env]\n    environment:\n      A: "1"\n');
    assert.match(
      first({ 'compose.yaml': compose, 'web.env': '|A=2\n' }),
      /gets it from compose\\\.yaml\\:6 instead: `1`/,
    );
    const base = web('    environment:\n      - B=1\n      - |A=1\n');
    const override = 'services:\n  web:\n    environment:\n      A: "2"\n';
    assert.match(
      first({ 'compose.yaml': base, 'compose.override.yaml': override }),
      /gets it from compose\\\.override\\\.yaml\\:4 instead: `2`/,
    );
  });

  test('.env that is an env_file as well is told as both', () => {
    const files = {
      'compose.yaml':
        web('    env_file: .env\n') + worker('    env_file: .env\n    environment:\n      A: "2"\n'),
      '.env': '|A=1\n',
    };
    assert.equal(
      paragraphs(files)[1],
      '- **web** as `A`\n- **worker** gets it from compose\\.yaml\\:9 instead: `2`',
    );
  });

  test('services that share an anchor share a line', () => {
    const compose =
      'x-env: &env\n  |A: ${B:-1}\nservices:\n  a: {image: a, environment: *env}\n  b: {image: b, environment: {<<: *env}}\n';
    assert.equal(
      paragraphs({ 'compose.yaml': compose })[0],
      '**a, b** `A` = `1` · the default in compose\\.yaml\\:2',
    );
  });

  test('what does not fit into a glance is counted', () => {
    const many = Array.from({ length: 20 }, (_, i) => `  s${i}: {image: a, environment: {K: "${i}\${A}"}}\n`);
    const [, received = ''] = paragraphs({ 'compose.yaml': `services:\n${many.join('')}`, '.env': '|A=1\n' });
    assert.equal(received.split('\n').length, 9);
    assert.ok(received.endsWith('- and 12 more'));
  });

  suite('the catalogue', () => {
    const note = (name: string, more = '') =>
      paragraphs({ 'compose.yaml': web(`    environment:\n      |${name}: x\n`) + more }).at(-1);
    test('knows type, words and default', () => {
      assert.match(
        note('CLICKHOUSE_CLUSTER_ENABLED') ?? '',
        /^A single server needs .*\n.*Read by Langfuse · `true` or `false` · default `true`$/,
      );
      assert.match(note('ENCRYPTION_KEY') ?? '', /secret · hexadecimal digits, exactly 64 characters/);
      assert.match(
        note('AUTH_OKTA_CLIENT_ID') ?? '',
        /only with `AUTH_OKTA_CLIENT_SECRET` and `AUTH_OKTA_ISSUER`$/,
      );
    });
    test('knows what nobody reads and what to use instead', () => {
      assert.equal(note('SMTP_HOST'), 'Langfuse has no such variable. Use SMTP\\_CONNECTION\\_URL.');
    });
    test('knows what version 4 changes', () => {
      const compose = (tag: string) =>
        `services:\n  w:\n    image: langfuse/langfuse:${tag}\n    environment:\n      |LANGFUSE_MIGRATION_V4_WRITE_MODE: dual\n`;
      const last = (tag: string) => paragraphs({ 'compose.yaml': compose(tag) }).at(-1) ?? '';
      assert.match(last('4.0.0'), /default `events_only` \(`legacy` in Langfuse 3\)/);
      assert.match(last('3.225.4'), /default `legacy`$/);
    });
    test('names the pages of rules that are about a variable', () => {
      const rulesFor = (name: string) =>
        hover({ 'compose.yaml': web(`    environment:\n      |${name}: x\n`) })?.rules;
      assert.deepEqual(rulesFor('CLICKHOUSE_CLUSTER_ENABLED'), ['clickhouse/cluster-enabled']);
      assert.ok(rulesFor('ENCRYPTION_KEY')?.includes('langfuse/encryption-key'));
      assert.deepEqual(rulesFor('MINE'), []);
    });
    test('knows what is of another version', () => {
      assert.match(note('CLICKHOUSE_DISABLE_TOP_K_THROUGH_JOIN') ?? '', /\*\*not before Langfuse 4\*\*/);
    });
    test('knows what one of two services ignores', () => {
      const compose =
        web('    environment: &env\n      |AUTH_DISABLE_SIGNUP: x\n') + worker('    environment: *env\n');
      assert.match(paragraphs({ 'compose.yaml': compose }).at(-1) ?? '', /Langfuse worker ignores it\.$/);
    });
    test('tells images apart that read one name', () => {
      const clickhouse = '  db:\n    image: clickhouse/clickhouse-server:25.8\n    environment: *env\n';
      const compose = web('    environment: &env\n      |CLICKHOUSE_PASSWORD: x\n') + clickhouse;
      assert.deepEqual(
        paragraphs({ 'compose.yaml': compose })
          .slice(-2)
          .map((note) => note.split('\n')[1]),
        ['Read by ClickHouse · secret · text', 'Read by Langfuse · secret · text'],
      );
    });
    test('says nothing of other names', () => {
      assert.equal(paragraphs({ 'compose.yaml': web('    environment:\n      |MINE: x\n') }).length, 1);
    });
  });

  test('no secret is ever told, wherever it stands', () => {
    const canary = 'canary-5f3a';
    const files = {
      'compose.yaml': web(
        `    env_file: web.env\n    environment:\n      DATABASE_URL: postgresql://u:\${P}@db/x\n      SALT: \${S:-${canary}}\n      REDIS_AUTH: ${canary}\n    command: run \${PASSWORD:-${canary}}\n`,
      ),
      '.env': `P=${canary}\nX_TOKEN=${canary}\nY=\${X_TOKEN}\n`,
      'web.env': `API_SECRET=${canary}\nZ=\${API_SECRET}\n`,
    };
    const index = new NameIndex(stackOf(files));
    for (const [path, text] of Object.entries(files)) {
      for (let offset = 0; offset <= text.length; offset++) {
        const hover = JSON.stringify(hoverAt(index, path, offset) ?? '');
        assert.ok(!hover.includes(canary), hover);
      }
    }
  });

  test('what looks like Markdown stays text', () => {
    const evil = '](command:evil) **x** `y` <b>';
    const [title] = paragraphs({ 'compose.yaml': web('    command: $A\n'), '.env': `|A='${evil}'\n` });
    assert.equal(title, '**`A`** = ``](command:evil) **x** `y` <b>`` · \\.env\\:1');
    const odd = 'a](command:x)';
    const compose = `services:\n  "${odd}":\n    image: a\n    environment:\n      |K: v\n`;
    assert.ok(!first({ 'compose.yaml': compose }).includes(odd));
    const file = { 'compose.yaml': web('    env_file: "](command:x).env"\n'), '](command:x).env': '|A=1\n' };
    assert.ok(!JSON.stringify(paragraphs(file)).includes('](command'));
  });

  test('has nothing to say beside names', () => {
    assert.equal(hover({ 'compose.yaml': web('    comm|and: $A\n') }), undefined);
    assert.equal(hover({ 'compose.yaml': web('    command: a|b\n') }), undefined);
    assert.equal(hover({ 'compose.yaml': web(''), '.env': '# A|B=1\n' }), undefined);
    assert.equal(hover({ 'compose.yaml': web(''), '.env': "A='$|B'\n" }), undefined);
    assert.equal(hover({ 'compose.yaml': web('    command: "$$A|B"\n') }), undefined);
  });
});

function hover(marked: Texts, environment?: Record<string, string>) {
  const { stack, path, offset } = stackWithCursor(marked, environment);
  return hoverAt(new NameIndex(stack), path, offset);
}

function paragraphs(marked: Texts, environment?: Record<string, string>): readonly string[] {
  const found = hover(marked, environment);
  assert.ok(found, 'There is no hover.');
  return found.paragraphs;
}

function first(marked: Texts): string {
  return paragraphs(marked)[0] ?? '';
}
