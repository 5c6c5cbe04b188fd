import assert from 'node:assert/strict';
import { Secret } from '../../../../src/core/secret';
import { NO_FACTS } from '../../../../src/core/stack/plan';
import type { Plan, PlanFacts } from '../../../../src/core/stack/plan';
import { planAsShell } from '../../../../src/core/stack/planText';
import { planDown } from '../../../../src/core/stack/plans/down';
import { planRecreate } from '../../../../src/core/stack/plans/recreate';
import { planResetClickHouse } from '../../../../src/core/stack/plans/resetClickHouse';
import { planPull } from '../../../../src/core/stack/plans/pull';
import { planStart } from '../../../../src/core/stack/plans/start';
import { planStop } from '../../../../src/core/stack/plans/stop';
import { planUp } from '../../../../src/core/stack/plans/up';
import { planUpgrade } from '../../../../src/core/stack/plans/upgrade';
import { container } from '../../support/builders';
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

  test('says how many rows are lost', () => {
    const clickHouseRows = [{ table: 'traces', rows: 3 }];
    const { lost } = planResetClickHouse(sampleProject(), { ...NO_FACTS, clickHouseRows });
    assert.deepEqual(lost[0]?.rows, clickHouseRows);
  });

  suite('that saves first', () => {
    const facts = factsOf({ [VOLUME]: 5_000_000 });
    const saving = planResetClickHouse(sampleProject(), facts, true);

    test('copies the stopped data before anything is removed', () => {
      assert.deepEqual(steps(saving).slice(0, 6), [
        'stop langfuse-web langfuse-worker',
        'stop --timeout 60 clickhouse',
        'up --no-start --no-deps clickhouse',
        'save-folder',
        'rm --stop --force clickhouse',
        `remove-volume ${VOLUME}`,
      ]);
      const save = saving.steps[3];
      assert.ok(save?.kind === 'save-folder');
      assert.deepEqual(
        [save.service, save.folder, save.volumes, save.sizeBytes],
        ['clickhouse', '/var/lib/clickhouse', [VOLUME], 5_000_000],
      );
    });
    test('loses nothing for good, says what that costs, and still asks for the name', () => {
      assert.deepEqual([saving.lost, saving.saved?.length, saving.confirmation], [[], 1, 'ai-gateway']);
      assert.match(saving.warnings.join(), /up to 5\.0 MB/);
    });
    test('says how the copy comes back', () => {
      assert.ok(saving.restore?.includes(`docker volume rm ${VOLUME}`));
      assert.match(saving.restore?.join('\n') ?? '', /gunzip .* cp - clickhouse:\/var\/lib$/m);
    });
    test('is an ordinary reset where there is nothing to save, as after one that was interrupted', () => {
      assert.deepEqual(
        planResetClickHouse(sampleProject(), factsOf({}), true),
        planResetClickHouse(sampleProject(), factsOf({})),
      );
    });
    test('can be typed', () => {
      assert.match(
        planAsShell(saving),
        /^\(umask 077; mkdir -p langfuse-backups; docker compose cp clickhouse:\/var\/lib\/clickhouse - \| gzip > langfuse-backups\/ai-gateway-clickhouse\.tar\.gz\)$/m,
      );
    });
  });

  test('fetches what the engine lacks before anything is stopped', () => {
    const missingImages = new Set(['docker.io/redis:7.4']);
    const [first] = steps(planResetClickHouse(sampleProject(), { ...NO_FACTS, missingImages }));
    assert.equal(first, 'pull --ignore-buildable redis');
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

suite('planDown, where compose cannot load the files', () => {
  const broken = resolveFiles('services: { a: { image: "a:${TAG:?}" } }');

  test('goes by the labels of the containers that run', () => {
    const plan = planDown(broken, { ...NO_FACTS, containers: [container('a'), container('gone')] });
    assert.deepEqual(plan.refusals, []);
    assert.equal(plan.steps[0]?.kind, 'remove-project');
    assert.deepEqual(
      plan.changes.map(({ service, what, why }) => `${what} ${service}: ${why}`),
      ['remove a: as asked', 'remove gone: the compose file does not have it'],
    );
    assert.match(planAsShell(plan), /^docker rm --force \$\(docker ps .*project=stack/);
  });
  test('says what is wrong when nothing runs', () => {
    assert.match(planDown(broken, { ...NO_FACTS, containers: [] }).refusals.join(), /TAG/);
    assert.match(planDown(broken, NO_FACTS).refusals.join(), /TAG/);
  });
});

suite('planRecreate', () => {
  const stack = resolveFiles('services: { a: { image: "a:1" }, b: { image: "b:1" } }');

  test('replaces one container and waits for it alone', () => {
    const containers = [container('a', { image: 'a:0' }), container('b')];
    const plan = planRecreate(stack, 'a', { ...NO_FACTS, containers });
    assert.deepEqual(plan.changes, [{ service: 'a', what: 'recreate', why: 'edited since: image' }]);
    const [compose, wait] = plan.steps;
    assert.deepEqual(compose?.kind === 'compose' && compose.args.slice(-2), ['--force-recreate', 'a']);
    assert.deepEqual(wait?.kind === 'wait-healthy' && wait.services, ['a']);
    assert.equal(plan.confirmation, undefined);
  });
  test('is also done when nothing differs, as that was asked for', () => {
    assert.deepEqual(planRecreate(stack, 'b', NO_FACTS).changes, [
      { service: 'b', what: 'recreate', why: 'as asked' },
    ]);
  });
  test('needs a service that the files have', () => {
    assert.match(planRecreate(stack, 'c', NO_FACTS).refusals.join(), /no service c/);
  });
});

suite('planStart', () => {
  const stack = resolveFiles(
    'services: { web: { image: "web:1", depends_on: [db] }, db: { image: "db:1" }, other: { image: "other:1" } }',
  );

  test('starts what the service depends on as well, and nothing else', () => {
    const containers = [container('web', { status: 'exited' })];
    const plan = planStart(stack, 'web', { ...NO_FACTS, containers });
    assert.deepEqual(plan.changes, [
      { service: 'web', what: 'start', why: 'it is exited' },
      { service: 'db', what: 'create', why: 'it has no container' },
    ]);
    const [compose, wait] = plan.steps;
    assert.deepEqual(compose?.kind === 'compose' && compose.args, ['up', '--detach', 'web']);
    assert.deepEqual(wait?.kind === 'wait-healthy' && wait.services, ['web']);
  });
  test('needs a service that the files have', () => {
    assert.match(planStart(stack, 'gone', NO_FACTS).refusals.join(), /no service gone/);
  });
});

suite('planStop', () => {
  const stack = resolveFiles(
    'services: { ui: { image: "ui:1", depends_on: [web] }, web: { image: "web:1", depends_on: [db] }, db: { image: "db:1" } }',
  );
  const running = (...names: readonly string[]) => ({
    ...NO_FACTS,
    containers: names.map((name) => container(name)),
  });

  test('says which services that run will miss it, also by way of others', () => {
    assert.match(
      planStop(stack, 'db', running('ui', 'web', 'db')).warnings.join(),
      /^ui and web depend on db /,
    );
    assert.match(planStop(stack, 'db', running('web', 'db')).warnings.join(), /^web depends on db /);
    assert.deepEqual(planStop(stack, 'db', running('db')).warnings, []);
    assert.deepEqual(planStop(stack, 'ui', running('ui', 'web', 'db')).warnings, []);
  });
  test('stops a container that crashes again and again', () => {
    const containers = [container('web', { status: 'restarting' })];
    assert.deepEqual(planStop(stack, 'web', { ...NO_FACTS, containers }).refusals, []);
  });
  test('has nothing to do where nothing runs', () => {
    const containers = [container('web', { status: 'exited' })];
    assert.match(planStop(stack, 'web', { ...NO_FACTS, containers }).refusals.join(), /nothing to stop/);
    assert.deepEqual(planStop(stack, 'web', NO_FACTS).refusals, []);
  });
  test('needs no files', () => {
    const broken = resolveFiles('services: { a: { image: "a:${TAG:?}" } }');
    const plan = planStop(broken, 'a', running('a'));
    assert.deepEqual(plan.refusals, []);
    assert.match(planAsShell(plan), /^docker stop \$\(docker ps .*project=stack.*service=a/);
  });
});

suite('planPull', () => {
  test('names each image once', () => {
    const stack = resolveFiles(
      'services: { a: { image: "x:1" }, b: { image: "x:1" }, c: { image: "y:2" }, d: { image: "z:3", profiles: [no] } }',
    );
    assert.deepEqual(
      planPull(stack).steps.map(({ title }) => title),
      ['Pull x:1 and y:2'],
    );
  });
  test('is refused where every image is built', () => {
    assert.match(planPull(resolveFiles('services: { a: { build: . } }')).refusals.join(), /names an image/);
  });
});

suite('planUp', () => {
  test('fetches the images that the engine lacks before it starts anything', () => {
    const stack = resolveFiles('services: { a: { image: "a:1" }, b: { image: "b:1" } }');
    const [first, second] = planUp(stack, { ...NO_FACTS, missingImages: new Set(['b:1']) }).steps;
    assert.deepEqual(first?.kind === 'compose' && first.args, ['pull', '--ignore-buildable', 'b']);
    assert.equal(first?.title, 'Pull b:1');
    assert.deepEqual(second?.kind === 'compose' && second.args, ['up', '--detach']);
  });

  test('waits for active services only', () => {
    const compose = 'services: { a: { image: a }, b: { image: b, profiles: [debug] } }';
    const wait = planUp(resolveFiles(compose), NO_FACTS).steps.find((step) => step.kind === 'wait-healthy');
    assert.deepEqual(wait?.kind === 'wait-healthy' && wait.services, ['a']);
  });

  test('lets paused containers go on first, since compose would fail on them', () => {
    const stack = resolveFiles('services: { a: { image: "a:1" }, b: { image: "b:1" } }');
    const containers = [container('a', { status: 'paused' }), container('b')];
    const [first] = planUp(stack, { ...NO_FACTS, containers }).steps;
    assert.deepEqual(first?.kind === 'compose' && first.args, ['unpause', 'a']);
    const [usual] = planUp(stack, { ...NO_FACTS, containers: [container('a'), container('b')] }).steps;
    assert.deepEqual(usual?.kind === 'compose' && usual.args, ['up', '--detach']);
  });

  test('tells which containers it creates, starts and replaces, and why', () => {
    const compose =
      'services: { a: { image: "a:1" }, b: { image: "b:1" }, c: { image: "c:2", environment: { K: new } }, d: { image: "d:1" } }';
    const containers = [
      container('b', { status: 'exited' }),
      container('c', { environment: new Map([['K', new Secret('old')]]) }),
      container('d'),
    ];
    assert.deepEqual(planUp(resolveFiles(compose), { ...NO_FACTS, containers }).changes, [
      { service: 'a', what: 'create', why: 'it has no container' },
      { service: 'b', what: 'start', why: 'it is exited' },
      { service: 'c', what: 'recreate', why: 'edited since: image, K' },
    ]);
  });

  test('is refused while a required variable is missing', () => {
    assert.match(
      planUp(resolveFiles('services: { a: { image: "a:${TAG:?}" } }'), NO_FACTS).refusals.join(),
      /TAG/,
    );
  });
});

function factsOf(sizes: Record<string, number>): PlanFacts {
  const entries = Object.entries(sizes);
  return { ...NO_FACTS, volumes: new Map(entries.map(([name, sizeBytes]) => [name, { name, sizeBytes }])) };
}

suite('what the engine does not know', () => {
  const compose = (healthcheck: string) =>
    resolveFiles(`services:
  web: { image: "langfuse/langfuse:3.1.0", depends_on: [db] }
  db: { image: "clickhouse/clickhouse-server:25.8", healthcheck: ${healthcheck} }
  idle: { image: "idle:1", profiles: [no], healthcheck: { start_interval: 1s } }`);
  const old = { ...NO_FACTS, engineApi: '1.43' };
  const stack = compose('{ start_interval: 1s }');
  const draft = { to: '3.2.0', edits: [], after: stack, refusals: [], warnings: [] };
  const TOLD = /^db: healthcheck\.start_interval needs Docker Engine 25 or newer\./m;

  for (const [name, planned] of [
    ['up', (facts) => planUp(stack, facts)],
    ['start, also of what depends on it', (facts) => planStart(stack, 'web', facts)],
    ['recreate', (facts) => planRecreate(stack, 'db', facts)],
    ['reset', (facts) => planResetClickHouse(stack, facts)],
    ['upgrade', (facts) => planUpgrade(stack, draft, facts)],
  ] as const satisfies readonly (readonly [string, (facts: PlanFacts) => Plan])[])
    test(`is refused by ${name}`, () => {
      assert.match(planned(old).refusals.join('\n'), TOLD);
      for (const engineApi of ['1.44', '1.100', '2.0', undefined])
        assert.doesNotMatch(planned({ ...NO_FACTS, engineApi }).refusals.join('\n'), TOLD);
    });

  test('does not matter where another service is replaced, or the healthcheck has none of it', () => {
    assert.deepEqual(planRecreate(stack, 'web', old).refusals, []);
    assert.deepEqual(planUp(compose('{ test: exit 0 }'), old).refusals, []);
  });
});
