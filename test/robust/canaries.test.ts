import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readStack } from '../../src/adapters/stackFiles';
import { checkCommand } from '../../src/cli/check';
import type { CliCommand } from '../../src/cli/command';
import { effectiveCommand } from '../../src/cli/effective';
import { planCommand } from '../../src/cli/plan';
import { probeCommand } from '../../src/cli/probe';
import { secretsCommand } from '../../src/cli/secrets';
import { StackLanguage } from '../../src/core/language/stackLanguage';
import { UserError } from '../../src/core/userError';

/** A stack's files. Every secret in them holds the word `canary`, and nothing else does. */
type Files = Readonly<Record<string, string>>;

const web = (lines: string): string => `services:\n  web:\n    image: langfuse/langfuse:3\n${lines}`;
const environment = (lines: string): Files => ({
  'compose.yaml': web(
    `    environment:\n${lines
      .split('\n')
      .map((line) => `      ${line}\n`)
      .join('')}`,
  ),
});
const env = (text: string, compose = web('    env_file: .env\n')): Files => ({
  'compose.yaml': compose,
  '.env': text,
});

/** What one line may hold, under a name that says it or one that does not. */
const ASSIGNMENTS: Files = {
  plainly: 'DB_PASSWORD=canary-1',
  quoted: 'DB_PASSWORD="canary $$ 1"',
  'with a dollar': 'DB_PASSWORD=canary$x',
  'behind two dollars': 'DB_PASSWORD=x$$canary',
  'as a default of another': 'A=${B_PASSWORD:-canary-1}',
  'as a default inside a default': 'A=${B:-x${C_TOKEN-canary-1}}',
  'as a default of what is set': 'B_PASSWORD=canary-2\nA=${B_PASSWORD:-canary-1}',
  'as the default of a key': 'API_KEY_DEFAULT=canary-1',
  'in an address': 'A=https://user:canary-1@host/x',
  'with a dollar, in an address': 'A=https://u:x$canary@host/x',
  'in a query': 'A=https://host/x?token=canary-1',
  'in a web hook': 'A=https://hooks.slack.com/services/T01/B01/canarycanary',
  'as a key of Langfuse': 'A=sk-lf-0canary0-1234-4abc-8abc-123456789abc',
  'as a key of AWS': 'A=AKIACANARY0123456789',
  'as a web token': 'A=eyJhbGcicanary.eyJzdWIcanary.canary',
  'behind a flag': 'A=--requirepass canary-1',
  'in a header': 'A=Authorization=Basic canarycanary0=',
  'through another': 'DB_PASSWORD=canary-1\nA=x$DB_PASSWORD',
  'in a comment behind': 'DB_PASSWORD=canary-1 # was canary-2',
  'with a word that is none': 'NEXTAUTH_SECRET=canary',
  twice: 'SALT=canary-1\nSALT=canary-2',
};

const BROKEN_ENV: Files = {
  'a dollar': 'DB_PASSWORD=x$canary\n',
  'a dollar with more behind it': 'DB_PASSWORD=x$canary-1\n',
  'a dollar in front': 'DB_PASSWORD=$canary1\n',
  'a quote that stays open': 'DB_PASSWORD="canary-1\nA=1\n',
  'a blank in the name': 'DB PASSWORD=canary-1\n',
  'a blank instead of a sign': 'DB_PASSWORD canary-1\nA=1\n',
  'a colon': 'DB_PASSWORD: canary-1\n',
  'an addition': 'DB_PASSWORD+=canary-1\n',
  'a shell': 'set DB_PASSWORD=canary-1\nexport DB_PASSWORD = canary-1\n',
  'a reference that does not end': 'DB_PASSWORD=${canary\n',
  'a message for what is missing': 'A=${B:?x${C_PASSWORD:-canary-1}}\n',
  'a key over several lines':
    'TLS_KEY="-----BEGIN PRIVATE KEY-----\ncanary+canary0\n-----END PRIVATE KEY-----"\n',
};

/** Values that YAML takes for something else. */
const YAML_VALUES = [
  '*canary',
  '&canary',
  '!canary',
  '@canary',
  '`canary',
  '%canary',
  '{canary',
  '[canary',
  '|canary',
  '>canary',
  '"canary" x',
  "'canary'x",
  'a: canary',
  '? canary',
  '"\\qcanary"',
  '# canary',
];

const COMPOSE_PLACES: Readonly<Record<string, Files>> = {
  'a list': environment('- DB_PASSWORD=canary-1\n- A=${B_PASSWORD:-canary-2}'),
  'a block of text': environment('DB_PASSWORD: |\n  canary-1\n  canary-2\nA: 1'),
  'the next line': environment('DB_PASSWORD:\n  canary-1'),
  'a dollar': environment('DB_PASSWORD: x$canary'),
  'a dollar, in a list': environment('- DB_PASSWORD=x$canary'),
  'a dollar in an address': environment('A: https://u:x$canary@h/x'),
  'a wrong value': environment('DB_PASSWORD: [canary-1]'),
  'a wrong list': environment('- DB_PASSWORD: canary-1'),
  'a word that compose mangles': environment('DB_PASSWORD: !!binary canary-1'),
  'the same twice': environment('DB_PASSWORD: canary-1\nDB_PASSWORD: canary-2'),
  'YAML that breaks off': environment('DB_PASSWORD: "canary-1\n  canary-2'),
  'YAML that breaks in it': environment('DB_PASSWORD: canary-1: canary-2'),
  'YAML that breaks behind': environment('DB_PASSWORD: canary-1\n\tA: x'),
  'an anchor': environment('DB_PASSWORD: &a canary-1\nB_TOKEN: *a'),
  'an anchor whose alias has a plain name': environment('DB_PASSWORD: &a canary-1\nA: *a'),
  'an anchor of a plain name': environment('A: &a canary-1\nDB_PASSWORD: *a'),
  'an anchor of an extension': {
    'compose.yaml': `x-a: &a canary-1\n${web('    environment: {A: *a, DB_PASSWORD: *a}\n')}`,
  },
  'an anchor of another service': {
    'compose.yaml': `${web('    environment: {DB_PASSWORD: &a canary-1}\n')}  db:\n    image: y\n    environment: {A: *a}\n`,
  },
  'an anchor in a command': {
    'compose.yaml': web('    environment: {DB_PASSWORD: &a canary-1}\n    command: [x, *a]\n'),
  },
  'an anchor in a list': environment('- &a DB_PASSWORD=canary-1\n- *a'),
  'an alias as a key': environment('A: &a DB_PASSWORD\n*a : canary-1'),
  'an item behind a colon': environment('DB_PASSWORD: - canary-1\nA: 1'),
  'an item behind a colon, in a list': environment('- DB_PASSWORD: - canary-1\n- A: 1'),
  'a bracket that closes nothing': environment('B: ]\nDB_PASSWORD: canary-1'),
  'a brace that closes nothing': environment('B: }\n- canary-1'),
  'a tab': environment('A: 1\n\tDB_PASSWORD: canary\nB: 1'),
  'a line without a colon': environment('DB_PASSWORD\n  canary-1\nA: 1'),
  'a dash behind a broken line': environment('B: [\nDB_PASSWORD: - canary-1\nA: 1'),
  'a command': { 'compose.yaml': web('    command: redis-server --requirepass canary-1\n') },
  'a command in words': { 'compose.yaml': web('    command: ["x", "--password", "canary-1"]\n') },
  'a healthcheck': {
    'compose.yaml': web('    healthcheck: {test: "redis-cli -a canary-1 ping"}\n'),
  },
  'build arguments': {
    'compose.yaml': web('    build: {context: ., args: {API_TOKEN: canary-1}}\n'),
  },
  labels: { 'compose.yaml': web('    labels: ["a.secret=canary-1", "b=https://u:canary-2@h"]\n') },
  'a key that compose does not know': { 'compose.yaml': web('    db_password: canary-1\n') },
  'an extension': { 'compose.yaml': `x-a: {DB_PASSWORD: canary-1}\n${web('')}` },
  'a missing variable': {
    'compose.yaml': web('    environment: {A: "${B:?set it, ${C_PASSWORD:-canary-1}}"}\n'),
  },
  'an inactive service': {
    'compose.yaml': web('    profiles: [x]\n    environment: {DB_PASSWORD: canary-1}\n'),
  },
  'a database that is reached otherwise': {
    'compose.yaml': `${web(
      '    environment: {DATABASE_URL: "postgresql://u:canary-1@db/d", REDIS_AUTH: canary-2, CLICKHOUSE_PASSWORD: canary-3}\n',
    )}  db:\n    image: postgres:17\n    environment: {POSTGRES_PASSWORD: canary-4}\n  redis:\n    image: redis:7\n    command: --requirepass canary-5\n  ch:\n    image: clickhouse/clickhouse-server:24\n    environment: {CLICKHOUSE_PASSWORD: canary-6}\n`,
  },
};

suite('secrets', () => {
  for (const [name, text] of Object.entries({ ...ASSIGNMENTS, ...BROKEN_ENV })) {
    test(`stay hidden in .env: ${name}`, () => assertHidden(env(`${text}\n`)));
    test(`stay hidden in .env that the compose file refers to: ${name}`, () =>
      assertHidden(env(text, web('    environment: {X: "$A$DB_PASSWORD", SALT: ""}\n'))));
  }
  for (const [name, text] of Object.entries(ASSIGNMENTS)) {
    test(`stay hidden in environment: ${name}`, () =>
      assertHidden(
        environment(text.replace(/^(\w+)=(.*)$/gm, (_, key: string, value: string) => `${key}: '${value}'`)),
      ));
    test(`stay hidden in the default of a reference: ${name}`, () =>
      assertHidden(environment(text.replace(/^(\w+)=["]?(.*?)["]?$/gm, '- "$1=${$1:-$2}"'))));
  }
  for (const [name, files] of Object.entries(COMPOSE_PLACES))
    test(`stay hidden in a compose file: ${name}`, () => assertHidden(files));
  for (const value of YAML_VALUES) {
    test(`stay hidden in a compose file: ${value}`, () =>
      assertHidden(environment(`DB_PASSWORD: ${value}\nA: 1`)));
    test(`stay hidden in a list: ${value}`, () => assertHidden(environment(`- DB_PASSWORD=${value}`)));
  }
});

async function assertHidden(files: Files): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'hidden-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    for (const [what, text] of await everythingShown(folder))
      assert.doesNotMatch(text, /canary/i, `${what} of ${JSON.stringify(files)}`);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** All that the command line prints of a folder, and all that an editor shows besides the findings. */
async function everythingShown(folder: string): Promise<readonly (readonly [string, string])[]> {
  const commands: readonly (readonly [CliCommand, ...string[]])[] = [
    [checkCommand, '--format', 'text'],
    [checkCommand, '--format', 'json'],
    [checkCommand, '--format', 'github'],
    [checkCommand, '--format', 'sarif'],
    [effectiveCommand, '--format', 'text'],
    [effectiveCommand, '--format', 'json'],
    [planCommand, 'up'],
    [planCommand, 'reset', '--format', 'json'],
    [secretsCommand],
    [probeCommand, '--layers', '1', '--format', 'json'],
  ];
  const shown: (readonly [string, string])[] = [];
  for (const [command, ...args] of commands)
    shown.push([[command.usage, ...args].join(' '), await run(command, [...args, folder])]);
  const stack = await readStack(folder, { environment: {} });
  const language = new StackLanguage(stack);
  for (const [path, text] of stack.texts) {
    const all = { start: 0, end: text.length };
    shown.push([`hints of ${path}`, JSON.stringify(language.hints(path, all, { secrets: 'masked' }))]);
    for (let offset = 0; offset <= text.length; offset++) {
      shown.push([
        `hover at ${offset} of ${path}`,
        (language.hover(path, offset)?.paragraphs ?? []).join('\n'),
      ]);
      const completions = language
        .completions(path, offset)
        .map(({ detail, documentation }) => [detail, documentation]);
      shown.push([`completions at ${offset} of ${path}`, JSON.stringify(completions)]);
    }
  }
  return shown;
}

async function run(command: CliCommand, args: readonly string[]): Promise<string> {
  let output = '';
  const print = (text: string): void => void (output += text);
  try {
    await command.run(args, {
      stdout: print,
      stderr: print,
      environment: { DOCKER_HOST: 'unix:///nowhere.sock' },
      signal: new AbortController().signal,
    });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    print(error.message);
  }
  return output;
}
