import assert from 'node:assert/strict';
import { signUpStatus } from '../../../../src/core/stack/signUp';
import type { Door } from '../../../../src/core/stack/signUp';
import { signUpFix } from '../../../../src/core/checklist/signUpFix';
import { Secret } from '../../../../src/core/secret';
import { applyEdits } from '../../../../src/core/text';
import { container } from '../../support/builders';
import { resolveFiles } from '../../support/resolve';

const web = (environment: string) => `services:
  web:
    image: langfuse/langfuse:3
${environment}`;

suite('signUpStatus', () => {
  const ofFiles = (compose: string, expected: Door | undefined, env: string | null = null): void =>
    assert.equal(signUpStatus(resolveFiles(compose, env), [])?.files, expected);
  const environment = (...lines: readonly string[]): string =>
    web(`    environment:\n${lines.map((line) => `      ${line}\n`).join('')}`);

  test('is open unless something closes it', () => {
    ofFiles(web(''), 'open');
    ofFiles(environment('AUTH_DISABLE_SIGNUP: ${AUTH_DISABLE_SIGNUP:-}'), 'open');
    ofFiles(environment("AUTH_DISABLE_SIGNUP: 'false'"), 'open');
    ofFiles(environment("AUTH_DISABLE_SIGNUP: 'true'"), 'closed');
  });

  test('a setting in .env that no container receives closes nothing', () =>
    ofFiles(web(''), 'open', 'AUTH_DISABLE_SIGNUP=true'));

  test('without passwords the provider decides, if there is one', () => {
    const noPassword = "AUTH_DISABLE_USERNAME_PASSWORD: 'true'";
    ofFiles(environment(noPassword, 'AUTH_OKTA_CLIENT_ID: id'), 'provider');
    ofFiles(environment(noPassword, "AUTH_OKTA_CLIENT_ID: ''"), 'closed');
    ofFiles(environment(noPassword, "AUTH_DISABLE_SIGNUP: 'true'", 'AUTH_OKTA_CLIENT_ID: id'), 'closed');
  });

  test('domains that must use a provider leave the others free', () =>
    ofFiles(environment('AUTH_DOMAINS_WITH_SSO_ENFORCEMENT: example.com'), 'open'));

  test('what runs is told apart from the files, and the widest door counts', () => {
    const project = resolveFiles(environment("AUTH_DISABLE_SIGNUP: 'true'"));
    const received = (value: string) => ({
      environment: new Map([['AUTH_DISABLE_SIGNUP', new Secret(value)]]),
    });
    const running = (...containers: ReturnType<typeof container>[]) =>
      signUpStatus(project, containers)?.running;
    assert.equal(running(), undefined);
    assert.equal(running(container('web', { ...received('true'), status: 'exited' })), undefined);
    assert.equal(running(container('web', received('true'))), 'closed');
    const second = container('web', { ...received('false'), id: 'second', number: 2 });
    assert.equal(running(container('web', received('true')), second), 'open');
    assert.equal(running(container('other')), undefined);
  });

  test('files that do not load say nothing, and a stack without web has no sign-up', () => {
    ofFiles(web('    restart: [no]\n'), undefined);
    assert.equal(signUpStatus(resolveFiles('services: { db: { image: "postgres:17" } }'), []), undefined);
  });
});

suite('signUpFix', () => {
  /** Applies the fix, sees that it works and that opening works as well, and returns what the files are then. */
  function closes(compose: string, env: string | null): { compose: string; env: string | null } {
    const closed = applied({ compose, env }, 'closed');
    applied(closed, 'open');
    return closed;
  }

  function applied(files: { compose: string; env: string | null }, wanted: 'closed' | 'open') {
    const texts = new Map([['compose.yaml', files.compose]]);
    if (files.env !== null) texts.set('.env', files.env);
    const fix = signUpFix(resolveFiles(files.compose, files.env), texts, wanted);
    assert.ok(fix);
    for (const { path, edits } of fix.edits) texts.set(path, applyEdits(texts.get(path) ?? '', edits));
    const result = { compose: texts.get('compose.yaml')!, env: texts.get('.env') ?? null };
    assert.equal(signUpStatus(resolveFiles(result.compose, result.env), [])?.files, wanted);
    return result;
  }
  const passing = web('    environment:\n      AUTH_DISABLE_SIGNUP: ${AUTH_DISABLE_SIGNUP:-false}\n');

  test('edits the line of .env that the compose file passes on, and keeps its comment', () =>
    assert.deepEqual(closes(passing, 'A=1\nAUTH_DISABLE_SIGNUP=false   # for now\n'), {
      compose: passing,
      env: 'A=1\nAUTH_DISABLE_SIGNUP=true   # for now\n',
    }));

  test('fills in what is empty there, and adds what is missing', () => {
    assert.equal(closes(passing, 'AUTH_DISABLE_SIGNUP=\nA=1\n').env, 'AUTH_DISABLE_SIGNUP=true\nA=1\n');
    assert.deepEqual(closes(passing, 'A=1'), { compose: passing, env: 'A=1\nAUTH_DISABLE_SIGNUP=true\n' });
    assert.equal(closes(passing, null).env, 'AUTH_DISABLE_SIGNUP=true\n');
  });

  test('fills in what is empty there and passed on without a default', () => {
    const plain = passing.replace(':-false', '');
    assert.equal(closes(plain, 'AUTH_DISABLE_SIGNUP=\n').env, 'AUTH_DISABLE_SIGNUP=true\n');
    const read = web('    env_file: .env\n');
    assert.equal(closes(read, 'AUTH_DISABLE_SIGNUP=\n').env, 'AUTH_DISABLE_SIGNUP=true\n');
  });

  test('edits .env where the compose file names the setting alone', () => {
    const named = web('    environment: [AUTH_DISABLE_SIGNUP]\n');
    assert.deepEqual(closes(named, 'AUTH_DISABLE_SIGNUP=false\n'), {
      compose: named,
      env: 'AUTH_DISABLE_SIGNUP=true\n',
    });
    assert.equal(closes(named, null).env, 'AUTH_DISABLE_SIGNUP=true\n');
    assert.equal(
      closes(web('    environment: { AUTH_DISABLE_SIGNUP: }\n'), null).env,
      'AUTH_DISABLE_SIGNUP=true\n',
    );
  });

  test('edits a value that stands in the compose file, in its quotes', () =>
    assert.equal(
      closes(web('    environment: { AUTH_DISABLE_SIGNUP: "false" }\n'), null).compose,
      web('    environment: { AUTH_DISABLE_SIGNUP: "true" }\n'),
    ));

  test('passes to web what is set in .env and reaches no container', () => {
    const { compose, env } = closes(web('    environment:\n      A: b\n'), 'AUTH_DISABLE_SIGNUP=false\n');
    assert.match(compose, /^ {6}AUTH_DISABLE_SIGNUP: \$\{AUTH_DISABLE_SIGNUP:-\}$/m);
    assert.equal(env, 'AUTH_DISABLE_SIGNUP=true\n');
  });

  test('writes to the env_file that web reads, as the runbook has it', () =>
    assert.deepEqual(closes(web('    env_file: .env\n'), 'A=1\n'), {
      compose: web('    env_file: .env\n'),
      env: 'A=1\nAUTH_DISABLE_SIGNUP=true\n',
    }));

  test('adds it to the compose file where nothing knows it', () =>
    assert.match(
      closes(web('    environment:\n      A: b\n'), null).compose,
      /AUTH_DISABLE_SIGNUP: 'true'$/m,
    ));
});
