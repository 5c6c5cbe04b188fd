import assert from 'node:assert/strict';
import { DockerError } from '../../../src/adapters/dockerError';
import type { OutputChunk } from '../../../src/adapters/dockerStreams';
import { describeMigrations } from '../../../src/adapters/watchMigrations';
import { container, project, service } from '../support/builders';

const STACK = project([service('web', 'langfuse/langfuse:3.225.4'), service('db', 'postgres:17')]);
const WEB = container('web', { image: 'langfuse/langfuse:3.225.4', startedAt: '2026-01-01T00:00:10.5Z' });
const signal = new AbortController().signal;

suite('describeMigrations', () => {
  async function check(
    expected: string | undefined,
    log: string | DockerError,
    containers = [WEB, container('db')],
  ): Promise<void> {
    const engine = {
      async *logs({ service: name }: { readonly service: string }): AsyncGenerator<OutputChunk> {
        assert.equal(name, 'web');
        await Promise.resolve();
        if (log instanceof DockerError) throw log;
        yield { stream: 'stdout', data: Buffer.from(log) };
      },
    };
    assert.equal(await describeMigrations(STACK, containers, engine, signal), expected);
  }
  const before = '2026-01-01T00:00:09.000000001Z 30/u an_earlier_run (1ms)\n';
  const now = '2026-01-01T00:00:11.000000001Z 3/u scores (1ms)\n';

  test('reads what web has printed since its start, with the head of its version', () =>
    check('web: migrating ClickHouse, 3 of 37', before + now));
  test('an earlier run tells nothing', () => check(undefined, before));
  test('a version that moves has no head', () =>
    check('web: migrating ClickHouse, 3 done', now, [{ ...WEB, image: 'langfuse/langfuse:3' }]));
  test('a container that does not run migrates nothing', () =>
    check(undefined, now, [{ ...WEB, status: 'restarting' }]));
  test('a log that nobody may read tells nothing', () =>
    check(undefined, new DockerError('refused', 'This log driver does not support reading.')));
  test('an engine that is gone is no silence', () =>
    assert.rejects(check(undefined, new DockerError('down', 'Cannot reach Docker.')), /Cannot reach/));
});
