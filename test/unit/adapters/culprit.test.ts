import assert from 'node:assert/strict';
import { findCulprit } from '../../../src/adapters/culprit';
import type { Container } from '../../../src/core/stack/container';
import { container } from '../support/builders';
import { loggingEngine } from '../support/loggingEngine';
import { ManualClock } from '../support/manualClock';
import { resolveFiles } from '../support/resolve';

const STACK = resolveFiles(
  `services:
  web: { image: "langfuse/langfuse:3", depends_on: [clickhouse] }
  clickhouse: { image: "clickhouse/clickhouse-server:25.8" }`,
);
const DIRTY = 'error: Dirty database version 3. Fix and force version.';
const CRASHING = { status: 'restarting', exitCode: 1, restartCount: 2 } as const;

suite('findCulprit', () => {
  async function culprit(containers: readonly Container[], logs: Readonly<Record<string, string>>) {
    const engine = loggingEngine(() => containers, logs);
    return findCulprit(STACK, { engine, clock: new ManualClock(), signal: new AbortController().signal });
  }

  test('says what the log of a service means that crashes, and what to do', async () => {
    const found = await culprit([container('web', CRASHING), container('clickhouse')], { web: DIRTY });
    assert.equal(found?.service, 'web');
    assert.match(
      found.text,
      /^web is restarting: .*migration.*\. Its log says: error: Dirty database version 3\./i,
    );
    assert.equal(found.isLasting, true);
  });

  test('names nobody where nothing is known', async () => {
    assert.equal(await culprit([container('web', CRASHING)], { web: 'who knows' }), undefined);
    assert.equal(await culprit([], {}), undefined);
  });

  test('what others wait for comes before them', async () => {
    const full = { ...CRASHING, error: 'no space left on device' };
    const found = await culprit([container('web', full), container('clickhouse', full)], {});
    assert.equal(found?.service, 'clickhouse');
  });
});
