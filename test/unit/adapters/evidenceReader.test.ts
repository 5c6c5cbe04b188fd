import assert from 'node:assert/strict';
import { DockerError } from '../../../src/adapters/dockerError';
import type { OutputChunk } from '../../../src/adapters/dockerStreams';
import { EvidenceReader } from '../../../src/adapters/evidenceReader';
import type { EvidenceSource } from '../../../src/adapters/evidenceReader';
import type { Evidence } from '../../../src/core/doctor/evidence';
import type { Container, ContainerHealth } from '../../../src/core/stack/container';
import { container } from '../support/builders';
import { ManualClock, settle } from '../support/manualClock';

suite('EvidenceReader', () => {
  /** What the engine was asked, in order. */
  let asked: string[];
  let printed: string;
  let failure: Error | undefined;
  let clock: ManualClock;
  let reader: EvidenceReader;
  let end: AbortController;

  setup(() => {
    asked = [];
    printed = '2026-01-01T00:00:00.000000001Z error: Dirty database version 3.\n';
    failure = undefined;
    clock = new ManualClock();
    end = new AbortController();
    const engine: EvidenceSource = {
      async *logs({ service }, { tail, follow }): AsyncGenerator<OutputChunk> {
        asked.push(`${tail} lines of ${service}${follow ? ', and more' : ''}`);
        await Promise.resolve();
        if (failure !== undefined) throw failure;
        yield { stream: 'stdout', data: Buffer.from(printed) };
      },
      findPublishers: (port) => {
        asked.push(`who has ${port}`);
        return Promise.resolve([
          { id: 'x', name: 'other-web-1', project: 'other', service: 'web', status: 'running' },
        ]);
      },
    };
    reader = new EvidenceReader(engine, clock);
  });

  async function read(...containers: readonly Container[]): Promise<readonly Evidence[]> {
    const found: Evidence[] = [];
    for await (const evidence of reader.read(containers, end.signal)) found.push(evidence);
    return found;
  }

  const crashing = (more: Partial<Container> = {}): Container =>
    container('web', { status: 'restarting', exitCode: 1, restartCount: 1, ...more });
  const checked = (
    status: ContainerHealth['status'],
    failingStreak = 0,
    more: Partial<Container> = {},
  ): Container =>
    container('web', {
      health: { status, failingStreak, lastOutput: '', lastExitCode: failingStreak },
      ...more,
    });

  test('reads the end of the log of what is not well', async () => {
    const [evidence] = await read(crashing(), container('redis', { health: checked('healthy').health }));
    assert.deepEqual(asked, ['100 lines of web']);
    assert.deepEqual(
      [...(evidence?.logs.values() ?? [])],
      [[{ time: '2026-01-01T00:00:00.000000001Z', text: 'error: Dirty database version 3.' }]],
    );
  });

  test('reads nothing of what is well, however often it is seen', async () => {
    for (let sighting = 0; sighting < 3; sighting++)
      await read(checked('healthy'), container('job', { status: 'exited' }));
    assert.deepEqual(asked, []);
  });

  test('reads once whenever something has changed', async () => {
    const web = crashing();
    await read(web);
    await read(web);
    assert.equal(asked.length, 1);
    await read(crashing({ restartCount: 2 }));
    assert.equal(asked.length, 2);
  });

  test('looks once more at what has just become well', async () => {
    await read(checked('starting', 1));
    const [evidence] = await read(checked('healthy'));
    assert.equal(asked.length, 2);
    assert.equal(evidence?.logs.size, 1);
    assert.deepEqual(await read(checked('healthy')), []);
    assert.equal(asked.length, 2);
  });

  test('looks at what nothing checks when it starts, and once more when it had time to complain', async () => {
    const done = read(container('web'));
    await settle();
    assert.equal(asked.length, 1);
    await clock.pass(10_000);
    assert.equal((await done).length, 2);
    assert.equal(asked.length, 2);
    assert.deepEqual(await read(container('web')), []);
  });

  test('keeps what the former run of a crash loop said until there is more', async () => {
    await read(crashing({ startedAt: '2026-01-01T00:00:00Z' }));
    failure = new DockerError('down', 'Cannot reach Docker.');
    assert.deepEqual(await read(crashing({ startedAt: '2026-01-01T00:00:09Z' })), []);
    failure = undefined;
    const [evidence] = await read(crashing({ restartCount: 3, startedAt: '2026-01-01T00:00:19Z' }));
    assert.equal(evidence?.logs.size, 1);
  });

  test('forgets what is gone, and what a new run has put behind it', async () => {
    await read(crashing());
    const [evidence] = await read(crashing({ id: 'another' }));
    assert.deepEqual([...(evidence?.logs.keys() ?? [])], ['another']);
  });

  test('asks who has a port that is taken', async () => {
    const error = 'Bind for 0.0.0.0:3000 failed: port is already allocated';
    const [evidence] = await read(container('web', { status: 'exited', exitCode: 128, error }));
    assert.deepEqual(asked, ['who has 3000', '100 lines of web']);
    assert.equal(evidence?.portHolders.get(3000), 'other-web-1');
  });

  test('does not read what was never started', async () => {
    assert.deepEqual(await read(container('web', { status: 'created', startedAt: undefined })), []);
    assert.deepEqual(asked, []);
  });

  test('an engine that does not answer is no failure, a mistake of ours is', async () => {
    failure = new DockerError('down', 'Cannot reach Docker.');
    assert.deepEqual(await read(crashing()), []);
    failure = new TypeError('x is undefined');
    await assert.rejects(read(crashing({ restartCount: 2 })), TypeError);
  });

  test('ends with the signal', async () => {
    const done = read(container('web'));
    await settle();
    end.abort();
    await assert.rejects(done, { name: 'AbortError' });
    assert.deepEqual(clock.due, []);
  });
});
