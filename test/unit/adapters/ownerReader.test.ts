import assert from 'node:assert/strict';
import { DockerError } from '../../../src/adapters/dockerError';
import type { ExecResult } from '../../../src/adapters/dockerExec';
import { OwnerReader } from '../../../src/adapters/ownerReader';
import { Secret } from '../../../src/core/secret';
import type { Container } from '../../../src/core/stack/container';
import { container } from '../support/builders';
import { ManualClock } from '../support/manualClock';
import { resolveFiles } from '../support/resolve';

const URL = 'postgresql://langfuse:wonder@db/langfuse';
const STACK = resolveFiles(`services:
  web: { image: "langfuse/langfuse:3" }
  db: { image: "postgres:17" }
  cache: { image: "redis:7" }`);
const WEB = container('web', { environment: new Map([['DATABASE_URL', new Secret(URL)]]) });
const CONTAINERS = [WEB, container('db'), container('cache')];

suite('OwnerReader', () => {
  let clock: ManualClock;
  let calls: number;
  let answer: () => Promise<ExecResult>;
  let reader: OwnerReader;

  setup(() => {
    clock = new ManualClock();
    calls = 0;
    answer = () => Promise.resolve({ exitCode: 0, stdout: `${calls}|0|0|0`, stderr: '' });
    reader = new OwnerReader(
      {
        exec: () => {
          calls++;
          return answer();
        },
      },
      clock,
    );
  });
  const read = (containers: readonly Container[] = CONTAINERS) =>
    reader.read(STACK, containers, new AbortController().signal);
  const replaced = (one: Container) => CONTAINERS.map((each) => (each.service === one.service ? one : each));

  test('asks once a minute while nothing changes', async () => {
    await read();
    await clock.pass(50_000);
    await read();
    assert.equal(calls, 1);
    await clock.pass(10_000);
    assert.deepEqual(await read(), { users: 2, owners: 0, organisations: 0, projects: 0 });
  });

  test('asks again when web or Postgres has changed, and not for any other', async () => {
    await read();
    await read(replaced(container('cache', { status: 'restarting' })));
    assert.equal(calls, 1);
    await read(replaced({ ...WEB, startedAt: '2026-01-01T00:00:09Z' }));
    assert.equal(calls, 2);
  });

  test('asks again when somebody wants to know now', async () => {
    await read();
    reader.forget();
    await read();
    assert.equal(calls, 2);
  });

  test('an engine that refuses is a reason, and no secret comes out', async () => {
    answer = () => Promise.reject(new DockerError('conflict', 'The container is paused.'));
    assert.deepEqual(await read(), { unseen: 'The container is paused.' });
    reader.forget();
    answer = () => Promise.resolve({ exitCode: 2, stdout: '', stderr: `cannot parse ${URL}` });
    const fact = await read();
    assert.match('unseen' in fact ? fact.unseen : '', /^cannot parse/);
    assert.doesNotMatch(JSON.stringify(fact), /wonder/);
  });

  test('what is no longer wanted is not answered', async () => {
    const stopped = reader.read(STACK, CONTAINERS, AbortSignal.abort());
    answer = () => Promise.reject(new DockerError('down', 'Gone.'));
    await assert.rejects(reader.read(STACK, replaced({ ...WEB, id: 'new' }), AbortSignal.abort()), {
      name: 'AbortError',
    });
    await stopped;
  });
});
