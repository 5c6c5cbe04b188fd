import assert from 'node:assert/strict';
import type { DockerEngine } from '../../../src/adapters/docker';
import { DockerError } from '../../../src/adapters/dockerError';
import { gatherPlanFacts } from '../../../src/adapters/planFacts';
import type { ExecAnswer } from '../../../src/core/probe/probe';
import { container } from '../support/builders';
import { resolveFiles, sampleProject } from '../support/resolve';

const signal = new AbortController().signal;
const down = () => Promise.reject(new DockerError('down', 'Cannot reach Docker.'));

const noPublishers: DockerEngine['findPublishers'] = () => Promise.resolve([]);

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
  findPublishers: noPublishers,
  listPrograms: (): Promise<readonly string[]> => Promise.resolve([]),
  volumeSizes: () => Promise.resolve(new Map([['ai-gateway_langfuse_clickhouse_data', 7]])),
  hasImage: (reference: string): Promise<boolean> => Promise.resolve(reference !== 'new:1'),
  exec: (): Promise<ExecAnswer> => Promise.resolve({ exitCode: 0, stdout: '', stderr: '' }),
};
const plain = { withSizes: false, withRows: false, signal };

suite('gatherPlanFacts', () => {
  test('finds the volumes that exist', async () => {
    const { volumes } = await gatherPlanFacts(engine, sampleProject(), plain);
    assert.ok([...(volumes?.keys() ?? [])].every((name) => name.includes('clickhouse')));
    assert.ok((volumes?.size ?? 0) > 0);
  });

  test('knows what the engine can do', async () => {
    assert.equal((await gatherPlanFacts(engine, sampleProject(), plain)).engineApi, '1.48');
  });

  test('asks for sizes only when they are wanted, and does without them', async () => {
    const project = sampleProject();
    const silent = { ...engine, volumeSizes: down };
    for (const withSizes of [false, true]) {
      const { volumes } = await gatherPlanFacts(silent, project, { ...plain, withSizes });
      assert.deepEqual([...(volumes?.values() ?? [])].map(({ sizeBytes }) => sizeBytes)[0], undefined);
      assert.ok((volumes?.size ?? 0) > 0);
    }
    const unasked = { ...engine, volumeSizes: () => assert.fail('The engine walks every file for this.') };
    await gatherPlanFacts(unasked, project, plain);
  });

  test('an engine that does not answer is a failure, also for a project without volumes', async () => {
    const project = resolveFiles('services: { app: { image: "app:1" } }');
    await assert.rejects(
      gatherPlanFacts({ ...engine, version: down }, project, { ...plain, withSizes: true }),
      /^UserError: Cannot reach Docker\.$/,
    );
  });

  const web = container('web');
  const running = {
    ...engine,
    listContainers: () =>
      Promise.resolve([
        { id: web.id, name: web.name, project: 'stack', service: 'web', status: 'running' as const },
      ]),
    inspectContainer: () => Promise.resolve(web),
  };
  const facts = (asked: typeof engine | typeof running, compose: string) =>
    gatherPlanFacts(asked, resolveFiles(compose), plain);

  test('finds who has a port that is wanted, and asks for no other', async () => {
    const asked: number[] = [];
    const findPublishers = (port: number) => {
      asked.push(port);
      return Promise.resolve([
        { id: 'a', name: 'stack-old-1', project: 'stack', service: 'old', status: 'running' as const },
        { id: 'b', name: 'other-1', project: 'other', service: 'x', status: 'running' as const },
      ]);
    };
    const compose =
      'services: { web: { image: "langfuse/langfuse:3", ports: ["3000:3000", "127.0.0.1:4000:4000", "5000"] } }';
    const { takenPorts } = await facts({ ...engine, findPublishers }, compose);
    assert.deepEqual([...takenPorts], [[3000, 'other-1']]);
    assert.deepEqual(asked, [3000]);
    // What runs has its ports.
    assert.deepEqual([...(await facts({ ...running, findPublishers }, compose)).takenPorts], []);
  });

  test('sees a migration of Langfuse web by what runs in its container', async () => {
    const compose = 'services: { web: { image: "langfuse/langfuse:3" } }';
    for (const [program, expected] of [
      ['node /app/node_modules/.bin/prisma migrate deploy --schema=./schema.prisma', ['web']],
      ['sh ./clickhouse/scripts/up.sh', ['web']],
      ['migrate -source file://clickhouse/migrations/unclustered -database clickhouse://x up', ['web']],
      ['node ./web/server.js --keepAliveTimeout 110000', []],
    ] as const) {
      const { migrating } = await facts(
        { ...running, listPrograms: () => Promise.resolve([program]) },
        compose,
      );
      assert.deepEqual(migrating, expected, program);
    }
    const gone = () => Promise.reject(new DockerError('conflict', 'It does not run.'));
    assert.deepEqual((await facts({ ...running, listPrograms: gone }, compose)).migrating, []);
  });

  test('finds the images that active services lack', async () => {
    const compose =
      'services: { a: { image: "new:1" }, b: { image: "old:1" }, c: { image: "new:1", profiles: [no] }, d: { build: . } }';
    assert.deepEqual([...(await facts(engine, compose)).missingImages], ['new:1']);
  });

  suite('rows of ClickHouse', () => {
    const clickhouse = container('clickhouse');
    const stack = resolveFiles('services: { clickhouse: { image: "clickhouse/clickhouse-server:25" } }');
    const rows = async (exec: typeof engine.exec, status: 'running' | 'exited' = 'running') => {
      const summary = {
        id: clickhouse.id,
        name: clickhouse.name,
        project: 'stack',
        service: 'clickhouse',
        status,
      };
      const asked = {
        ...engine,
        listContainers: () => Promise.resolve([summary]),
        inspectContainer: () => Promise.resolve({ ...clickhouse, status }),
        exec,
      };
      return (await gatherPlanFacts(asked, stack, { ...plain, withRows: true })).clickHouseRows;
    };
    const answered = (stdout: string) => () => Promise.resolve({ exitCode: 0, stdout, stderr: '' });

    test('are counted by the client in its container', async () => {
      assert.deepEqual(await rows(answered('traces\t12\n')), [
        { table: 'traces', rows: 12 },
        { table: 'observations', rows: 0 },
        { table: 'scores', rows: 0 },
      ]);
    });
    test('are not known while it does not run, and nothing is asked then', async () => {
      const asked = () => assert.fail('Nothing runs there.');
      assert.deepEqual(await rows(asked, 'exited'), { unseen: 'clickhouse does not run' });
    });
    test('are not known when the engine refuses, which keeps no plan from being made', async () => {
      const refuse = () => Promise.reject(new DockerError('refused', 'No.'));
      assert.deepEqual(await rows(refuse), { unseen: 'Docker did not let them be counted' });
    });
  });
});
