import assert from 'node:assert/strict';
import { DockerError } from '../../../src/adapters/dockerError';
import { gatherPlanFacts } from '../../../src/adapters/planTools';
import { resolveFiles, sampleProject } from '../support/resolve';

const signal = new AbortController().signal;
const down = () => Promise.reject(new DockerError('down', 'Cannot reach Docker.'));

const engine = {
  version: () => Promise.resolve({ engine: '28', api: '1.48' }),
  inspectVolume: (name: string) =>
    Promise.resolve(
      name.includes('clickhouse')
        ? { name, createdAt: undefined, labels: new Map<string, string>() }
        : undefined,
    ),
  listContainers: () => Promise.resolve([]),
  inspectContainer: () => Promise.resolve(undefined),
  volumeSizes: () => Promise.resolve(new Map([['ai-gateway_langfuse_clickhouse_data', 7]])),
};

suite('gatherPlanFacts', () => {
  test('finds the volumes that exist', async () => {
    const { volumes } = await gatherPlanFacts(engine, sampleProject(), { withSizes: false, signal });
    assert.ok([...(volumes?.keys() ?? [])].every((name) => name.includes('clickhouse')));
    assert.ok((volumes?.size ?? 0) > 0);
  });

  test('asks for sizes only when they are wanted, and does without them', async () => {
    const project = sampleProject();
    const silent = { ...engine, volumeSizes: down };
    for (const withSizes of [false, true]) {
      const { volumes } = await gatherPlanFacts(silent, project, { withSizes, signal });
      assert.deepEqual([...(volumes?.values() ?? [])].map(({ sizeBytes }) => sizeBytes)[0], undefined);
      assert.ok((volumes?.size ?? 0) > 0);
    }
    const unasked = { ...engine, volumeSizes: () => assert.fail('The engine walks every file for this.') };
    await gatherPlanFacts(unasked, project, { withSizes: false, signal });
  });

  test('an engine that does not answer is a failure, also for a project without volumes', async () => {
    const project = resolveFiles('services: { app: { image: "app:1" } }');
    await assert.rejects(
      gatherPlanFacts({ ...engine, version: down }, project, { withSizes: true, signal }),
      /^UserError: Cannot reach Docker\.$/,
    );
  });
});
