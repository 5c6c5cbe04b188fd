import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { draftSignUp } from '../../../src/adapters/draftSignUp';
import { loadStack } from '../../../src/adapters/stackFiles';
import { describeEdit } from '../../../src/core/stack/plannedEdit';
import type { WantedDoor } from '../../../src/core/stack/signUp';
import { signUpStatus } from '../../../src/core/stack/signUp';

const web = (environment: string, more = '') =>
  `services:\n  web:\n    image: langfuse/langfuse:3\n    environment:\n${environment}${more}`;
const PASSED = '      AUTH_DISABLE_SIGNUP: ${AUTH_DISABLE_SIGNUP:-false}\n';

suite('draftSignUp', () => {
  let folder: string;
  setup(async () => (folder = await mkdtemp(join(tmpdir(), 'draft-sign-up-'))));
  teardown(() => rm(folder, { recursive: true }));

  async function draft(
    to: WantedDoor,
    files: Readonly<Record<string, string>>,
    environment: Readonly<Record<string, string>> = {},
  ) {
    for (const [path, text] of Object.entries(files)) await writeFile(join(folder, path), text);
    const stack = await loadStack(folder, { environment });
    const found = await draftSignUp(stack, to, { environment, levels: new Map() });
    return { ...found, told: found.edits.map(describeEdit), door: signUpStatus(found.after, [])?.files };
  }

  test('resolves the files as they would be, and writes none', async () => {
    const env = 'A=1\nAUTH_DISABLE_SIGNUP=false\n';
    const { told, door, refusals } = await draft('closed', { 'compose.yaml': web(PASSED), '.env': env });
    assert.deepEqual([told, door, refusals], [['.env:2: false → true (web)'], 'closed', []]);
    assert.equal(await readFile(join(folder, '.env'), 'utf8'), env);
  });

  test('tells lines that are added, and a file that is made', async () => {
    const { told } = await draft('closed', { 'compose.yaml': web(PASSED) });
    assert.deepEqual(told, ['.env (new): + AUTH_DISABLE_SIGNUP=true (web)']);
    const added = await draft('closed', { 'compose.yaml': web(PASSED), '.env': 'A=1' });
    assert.deepEqual(added.told, ['.env:2: + AUTH_DISABLE_SIGNUP=true (web)']);
    const empty = await draft('closed', { '.env': 'A=1\nAUTH_DISABLE_SIGNUP=\n' });
    assert.deepEqual(empty.told, ['.env:2: nothing → true (web)']);
  });

  test('edits nothing that is as wanted, nor files that do not load', async () => {
    assert.deepEqual((await draft('open', { 'compose.yaml': web(PASSED) })).edits, []);
    assert.deepEqual((await draft('closed', { 'compose.yaml': 'services: [' })).edits, []);
  });

  test('opening leaves it to a sign-in provider where there is one, and says where there is none', async () => {
    const locked = "      AUTH_DISABLE_SIGNUP: 'true'\n      AUTH_DISABLE_USERNAME_PASSWORD: 'true'\n";
    const { refusals } = await draft('open', { 'compose.yaml': web(locked) });
    assert.match(refusals.join(), /^AUTH_DISABLE_USERNAME_PASSWORD is true and there is no sign-in provider/);
    const provided = await draft('open', { 'compose.yaml': web(`${locked}      AUTH_OKTA_CLIENT_ID: id\n`) });
    assert.deepEqual([provided.refusals, provided.door], [[], 'provider']);
  });

  test('refuses where the shell decides', async () => {
    const files = { 'compose.yaml': web(PASSED), '.env': 'AUTH_DISABLE_SIGNUP=false\n' };
    const { refusals } = await draft('closed', files, { AUTH_DISABLE_SIGNUP: 'false' });
    assert.match(refusals.join(), /^Something else than the files decides AUTH_DISABLE_SIGNUP/);
  });

  test('leaves a secret alone that the setting is taken from', async () => {
    const { edits, refusals } = await draft('closed', {
      'compose.yaml': web('      AUTH_DISABLE_SIGNUP: ${NEXTAUTH_SECRET}\n'),
      '.env': 'NEXTAUTH_SECRET=canary\n',
    });
    assert.deepEqual(edits, []);
    assert.match(refusals.join(), /^The files are written in a way that is not edited/);
  });

  test('says what else the same text changes', async () => {
    const worker =
      '  worker:\n    image: langfuse/langfuse-worker:3\n    environment: { TELEMETRY_ENABLED: "${FLAG}" }\n';
    const { told, warnings } = await draft('closed', {
      'compose.yaml': web('      AUTH_DISABLE_SIGNUP: ${FLAG}\n', worker),
      '.env': 'FLAG=false\n',
    });
    assert.deepEqual(told, ['.env:1: false → true (web)']);
    assert.deepEqual(warnings.slice(0, 1), [
      'The next container of worker gets another TELEMETRY_ENABLED as well.',
    ]);
  });
});
