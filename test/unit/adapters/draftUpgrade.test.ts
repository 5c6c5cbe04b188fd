import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { draftUpgrade } from '../../../src/adapters/draftUpgrade';
import { loadStack } from '../../../src/adapters/stackFiles';
import type { UpgradeDraft } from '../../../src/core/stack/plans/upgrade';
import { sample } from '../support/resolve';

suite('draftUpgrade', () => {
  let folder: string;
  const path = () => join(folder, 'compose.yaml');
  setup(async () => {
    folder = await mkdtemp(join(tmpdir(), 'draft-upgrade-'));
    await writeFile(
      join(folder, '.env'),
      sample('.env.example').replace(/^([A-Z_]+)=$/gm, '$1=secret-of-$1'),
    );
  });
  teardown(() => rm(folder, { recursive: true }));

  async function draft(to: string, change = (text: string): string => text): Promise<UpgradeDraft> {
    await writeFile(path(), change(sample('compose.yaml').replaceAll(':3.225.4', ':3.170.0')));
    const stack = await loadStack(folder, { environment: {} });
    return draftUpgrade(stack, to, { environment: {}, levels: new Map() });
  }

  test('resolves the files as they would be, and writes none', async () => {
    const { edits, after, refusals, warnings } = await draft('3.225.4');
    assert.equal(edits.length, 2);
    assert.equal(after.services.get('langfuse-web')?.image?.value, 'docker.io/langfuse/langfuse:3.225.4');
    assert.deepEqual([refusals, warnings], [[], []]);
    assert.match(await readFile(path(), 'utf8'), /langfuse:3\.170\.0/);
  });

  test('refuses what the check would then find', async () => {
    const { refusals } = await draft('4.16.0');
    assert.match(refusals.join('\n'), /^compose\.yaml:\d+: Langfuse 4 needs ClickHouse 25\.12 or newer/);
    const ready = await draft('4.16.0', (text) =>
      text.replace('clickhouse-server:25.8', 'clickhouse-server:25.12'),
    );
    assert.deepEqual(ready.refusals, []);
  });

  test('does not refuse what is found already', async () => {
    const broken = (text: string) =>
      text.replace("CLICKHOUSE_CLUSTER_ENABLED: 'false'", "CLICKHOUSE_CLUSTER_ENABLED: 'true'");
    assert.deepEqual((await draft('3.225.4', broken)).refusals, []);
  });

  test('tells which other service the same text changes', async () => {
    await writeFile(join(folder, '.env'), `TAG=3.170.0\n${await readFile(join(folder, '.env'), 'utf8')}`);
    const { edits, warnings } = await draft('3.225.4', (text) =>
      text
        .replaceAll(':3.170.0', ':${TAG}')
        .replace('services:', 'services:\n  other:\n    image: "example/other:${TAG}"'),
    );
    assert.deepEqual(
      edits.map(({ path: edited }) => edited),
      ['.env'],
    );
    assert.match(warnings.join('\n'), /^The same text also makes other run example\/other:3\.225\.4\.$/m);
  });
});
