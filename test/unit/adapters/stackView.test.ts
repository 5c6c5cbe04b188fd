import assert from 'node:assert/strict';
import { DockerError } from '../../../src/adapters/dockerError';
import type { Sighting } from '../../../src/adapters/serviceMonitor';
import type { LoadedStack } from '../../../src/adapters/stackFiles';
import { stackView } from '../../../src/adapters/stackView';
import { container, project, service } from '../support/builders';

const span = { start: 0, end: 0 };
const missing = {
  code: 'compose/required-missing',
  message: 'SALT has no value',
  path: 'compose.yaml',
  span,
};
const web = service('web', 'langfuse/langfuse:3');
const sound: LoadedStack = { folder: '/stack', project: project([web]), texts: new Map([['.env', '']]) };
const withoutEnv: LoadedStack = {
  ...sound,
  project: project([web], { problems: [missing] }),
  texts: new Map(),
};

const live = (...names: string[]): Sighting => ({
  kind: 'live',
  containers: names.map((name) => container(name)),
  seenAt: 1,
});
const stale = (failure: 'absent' | 'down', containers?: Sighting['containers']): Sighting => ({
  kind: 'stale',
  containers,
  since: containers && 1,
  failure: new DockerError(failure, 'Cannot reach Docker.'),
});

/** The reason of an empty view, or the rows: now, and as last seen. */
function check(files: LoadedStack, sighting: Sighting, hasDockerCommand: boolean, expected: string): void {
  const view = stackView(files, sighting, hasDockerCommand);
  const text = (rows: readonly { name: string; kind: string }[]): string =>
    rows.map(({ name, kind }) => `${name} ${kind}`).join();
  assert.equal(
    view.kind === 'empty'
      ? view.reason
      : [text(view.rows), text(view.lastRows)].filter(Boolean).join(' was '),
    expected,
  );
}

suite('stackView', () => {
  test('no files', () =>
    assert.deepEqual(stackView('no-compose', live(), true), { kind: 'empty', reason: 'no-compose' }));
  test('services of a sound stack', () => check(sound, live('web'), true, 'web running'));
  test('values that only .env can give', () => check(withoutEnv, live(), true, 'no-env'));
  test('what runs matters more than a lost .env', () => check(withoutEnv, live('web'), true, 'web running'));
  test('a missing value where there is an .env keeps its rows', () =>
    check({ ...withoutEnv, texts: sound.texts }, live(), true, 'web not-created'));
  test('files that declare nothing because they are broken', () =>
    check({ ...sound, project: project([], { problems: [missing] }) }, live(), true, 'load-error'));
  test('nothing is known while the engine does not answer', () =>
    check(sound, stale('down'), true, 'web unknown'));
  test('but what was seen is not forgotten', () =>
    check(sound, stale('down', [container('web')]), true, 'web unknown was web running'));
  test('an engine that is not started', () => check(sound, stale('absent'), true, 'web unknown'));
  test('Docker is not installed', () => check(sound, stale('absent'), false, 'no-docker'));
  test('the docker command is missing, but its engine was there', () =>
    check(sound, stale('down'), false, 'web unknown'));
  test('no services, and no engine', () =>
    check({ ...sound, project: project([]) }, stale('down'), true, 'engine-down'));
});
