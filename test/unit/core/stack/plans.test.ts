import assert from 'node:assert/strict';
import { NO_FACTS } from '../../../../src/core/stack/plan';
import type { Plan, PlanFacts } from '../../../../src/core/stack/plan';
import { planDown } from '../../../../src/core/stack/plans/down';
import { planResetClickHouse } from '../../../../src/core/stack/plans/resetClickHouse';
import { planUp } from '../../../../src/core/stack/plans/up';
import { resolveFiles, sampleProject } from '../../support/resolve';

const VOLUME = 'ai-gateway_clickhouse_data';

suite('planResetClickHouse', () => {
  const steps = (plan: Plan) =>
    plan.steps.map((step) => {
      if (step.kind === 'compose') return step.args.join(' ');
      return 'volume' in step ? `${step.kind} ${step.volume}` : step.kind;
    });

  test('stops the writers, replaces the volume, and looks whether everything is back', () => {
    assert.deepEqual(steps(planResetClickHouse(sampleProject(), NO_FACTS)), [
      'stop langfuse-web langfuse-worker',
      'rm --stop --force clickhouse',
      `remove-volume ${VOLUME}`,
      'up --detach',
      'wait-healthy',
      `verify-new-volume ${VOLUME}`,
      'probe',
    ]);
  });

  test('asks for the name of the project', () => {
    assert.equal(planResetClickHouse(sampleProject(), NO_FACTS).confirmation, 'ai-gateway');
  });

  test('says what is lost, with its size', () => {
    const facts = factsOf({ [VOLUME]: 5_000_000 });
    const { lost } = planResetClickHouse(sampleProject(), facts);
    assert.deepEqual(
      lost.map(({ volume, sizeBytes }) => [volume, sizeBytes]),
      [[VOLUME, 5_000_000]],
    );
  });

  test('a volume that does not exist is no loss', () => {
    assert.deepEqual(planResetClickHouse(sampleProject(), factsOf({})).lost, []);
  });

  test('a volume without a name goes with its container', () => {
    const change = (text: string) =>
      text.replace('clickhouse_data:/var/lib/clickhouse', 'minio_data:/elsewhere');
    const plan = planResetClickHouse(sampleProject(change), NO_FACTS);
    assert.ok(steps(plan).includes('rm --stop --force --volumes clickhouse'));
    assert.ok(!steps(plan).some((step) => step.startsWith('remove-volume')));
    assert.equal(plan.lost.length, 1);
  });

  const refuses = (name: string, expected: RegExp, change: (compose: string) => string) =>
    test(`refuses ${name}`, () => {
      const plan = planResetClickHouse(sampleProject(change), NO_FACTS);
      assert.match(plan.refusals.join('\n'), expected);
      assert.deepEqual(plan.steps, []);
    });

  refuses('a folder of the host', /\/srv\/ch .*move that folder away/, (text) =>
    text.replace('clickhouse_data:/var', '/srv/ch:/var'),
  );
  refuses('an external volume', /external/, (text) =>
    text.replace(
      'clickhouse_data:\n  clickhouse_logs',
      'clickhouse_data: { external: true }\n  clickhouse_logs',
    ),
  );
  refuses('a volume that another service mounts', /also mounted by redis/, (text) =>
    text.replace('- redis_data:/data', '- redis_data:/data\n      - clickhouse_data:/backup'),
  );
  refuses('a mount that holds more than the data', /more than ClickHouse's data/, (text) =>
    text.replace('clickhouse_data:/var/lib/clickhouse', 'clickhouse_data:/var/lib'),
  );
  refuses('a web that would not build the tables', /nothing would build the tables/, (text) =>
    text.replace('NEXTAUTH_URL:', 'LANGFUSE_AUTO_CLICKHOUSE_MIGRATION_DISABLED: "true"\n  NEXTAUTH_URL:'),
  );
  refuses('a project without ClickHouse', /No service of this project runs ClickHouse/, (text) =>
    text.replace('clickhouse/clickhouse-server:25.8', 'example/other:1'),
  );
  refuses('files that compose cannot load', /Compose cannot load/, (text) =>
    text.replace('services:', 'services: ['),
  );
});

suite('planDown', () => {
  test('keeps named volumes, so there is nothing to confirm', () => {
    const plan = planDown(sampleProject(), NO_FACTS);
    assert.deepEqual([plan.lost, plan.confirmation], [[], undefined]);
    assert.match(plan.survives.join('\n'), new RegExp(VOLUME));
  });

  test('names only volumes that exist, when that is known', () => {
    const plan = planDown(sampleProject(), factsOf({ [VOLUME]: 1 }));
    assert.equal(plan.survives[0], `The data in ${VOLUME}.`);
  });

  test('data without a named volume does not come back, which must be confirmed', () => {
    const plan = planDown(resolveFiles('services: { db: { image: "postgres:17" } }'), NO_FACTS);
    assert.match(plan.lost[0]?.what ?? '', /^Users, projects.*db has no named volume/);
    assert.equal(plan.confirmation, 'stack');
  });

  test('a folder of the host keeps data', () => {
    const compose = 'services: { db: { image: "postgres:17", volumes: ["./pg:/var/lib/postgresql/data"] } }';
    assert.deepEqual(planDown(resolveFiles(compose), NO_FACTS).lost, []);
  });

  test('memory keeps none', () => {
    const compose =
      'services: { db: { image: "postgres:17", volumes: [{ type: tmpfs, target: /var/lib/postgresql/data }] } }';
    assert.equal(planDown(resolveFiles(compose), NO_FACTS).lost.length, 1);
  });
});

suite('planUp', () => {
  test('waits for active services only', () => {
    const compose = 'services: { a: { image: a }, b: { image: b, profiles: [debug] } }';
    const wait = planUp(resolveFiles(compose)).steps.find((step) => step.kind === 'wait-healthy');
    assert.deepEqual(wait?.kind === 'wait-healthy' && wait.services, ['a']);
  });

  test('is refused while a required variable is missing', () => {
    assert.match(planUp(resolveFiles('services: { a: { image: "a:${TAG:?}" } }')).refusals.join(), /TAG/);
  });
});

function factsOf(sizes: Record<string, number>): PlanFacts {
  const entries = Object.entries(sizes);
  return { volumes: new Map(entries.map(([name, sizeBytes]) => [name, { name, sizeBytes }])) };
}
