import assert from 'node:assert/strict';
import { Secret } from '../../../../src/core/secret';
import {
  changedServices,
  foldServices,
  isRunning,
  needingAttention,
  versionOf,
  wellnessOf,
} from '../../../../src/core/stack/serviceState';
import type { Cause } from '../../../../src/core/stack/cause';
import type { Container } from '../../../../src/core/stack/container';
import type { StateKind } from '../../../../src/core/stack/containerState';
import { container, project, service } from '../../support/builders';

const stack = project([
  service('web', 'langfuse/langfuse:3'),
  service('redis', 'redis:7'),
  service('job', 'busybox'),
]);

function rows(containers: readonly Container[] | undefined, of = stack): readonly string[] {
  return foldServices(of, containers).map((row) => `${row.name} ${row.kind}`);
}

suite('foldServices', () => {
  test('has a row for every declared service, in file order', () =>
    assert.deepEqual(rows([container('redis')]), ['web not-created', 'redis running', 'job not-created']));
  test('knows nothing without the engine', () =>
    assert.deepEqual(rows(undefined), ['web unknown', 'redis unknown', 'job unknown']));
  test('adds containers whose service is no longer declared, by name', () => {
    const folded = foldServices(stack, [container('zebra'), container('ant')]);
    assert.deepEqual(
      folded.map(({ name, isDeclared }) => [name, isDeclared]),
      [
        ['web', true],
        ['redis', true],
        ['job', true],
        ['ant', false],
        ['zebra', false],
      ],
    );
  });
  test('leaves out a service whose profile is off, unless it runs', () => {
    const off = project([service('web', 'a'), service('debug', 'b', { isActive: false })]);
    assert.deepEqual(rows([], off), ['web not-created']);
    assert.deepEqual(rows([container('debug')], off), ['web not-created', 'debug running']);
  });
  test('the worst replica decides', () => {
    const replicas = [
      container('web', { id: 'b', number: 2, status: 'restarting', exitCode: 1 }),
      container('web', { id: 'a', number: 1 }),
    ];
    const row = foldServices(stack, replicas)[0]!;
    assert.equal(row.kind, 'restarting');
    assert.deepEqual(
      row.replicas.map(({ containerId }) => containerId),
      ['a', 'b'],
    );
  });
  test('takes the image of the container, not of the edited file', () => {
    const [web, redis] = foldServices(stack, [container('web', { image: 'langfuse/langfuse:2' })]);
    assert.equal(web!.image, 'langfuse/langfuse:2');
    assert.equal(redis!.image, 'redis:7');
    assert.equal(web!.role, 'web');
  });
  test('never repeats a secret of the project', () => {
    const origin = { path: '.env', span: { start: 0, end: 0 } };
    const canary = 'canary/5ecret';
    const withSecret = project([service('redis', 'redis:7')], {
      environment: new Map([
        ['REDIS_AUTH', { name: 'REDIS_AUTH', value: new Secret(canary), origin, source: 'env-file' }],
      ]),
    });
    const failing = container('redis', {
      health: {
        status: 'unhealthy',
        failingStreak: 3,
        lastExitCode: 1,
        lastOutput: `cannot log in with ${canary} at redis://:${encodeURIComponent(canary)}@redis`,
      },
    });
    const text = JSON.stringify(foldServices(withSecret, [failing]));
    assert.ok(!text.includes('5ecret'), text);
    assert.ok(text.includes('cannot log in with ••••••'), text);
  });
});

suite('a row', () => {
  const failing = (output: string) => {
    const health = { status: 'unhealthy', failingStreak: 9, lastExitCode: 1, lastOutput: output } as const;
    return foldServices(stack, [container('web', { health })])[0]!.replicas[0]!.healthOutput;
  };
  test('has all that the failing healthcheck printed, unless that is endless', () => {
    assert.equal(failing('one\ntwo\n'), 'one\ntwo');
    assert.equal(failing(' \n'), undefined);
    assert.equal(failing('x'.repeat(4000))?.length, 1501);
  });
  test('has nothing of a healthcheck that passed', () => {
    const health = { status: 'healthy', failingStreak: 0, lastExitCode: 0, lastOutput: 'ok' } as const;
    const [web] = foldServices(stack, [container('web', { health })]);
    assert.equal(web?.replicas[0]?.healthOutput, undefined);
  });
  test('has the volumes of all its containers, each once', () => {
    const data = { name: 'stack_data', target: '/data' };
    const logs = { name: 'stack_logs', target: '/logs' };
    const replicas = [
      container('web', { volumes: [data, logs] }),
      container('web', { id: 'b', number: 2, volumes: [data] }),
    ];
    assert.deepEqual(foldServices(stack, replicas)[0]?.volumes, [data, logs]);
  });
});

suite('changedServices', () => {
  const before = foldServices(stack, [container('web'), container('redis')]);
  const changes = (containers: readonly Container[]): string[] => [
    ...changedServices(before, foldServices(stack, containers)),
  ];
  test('nothing', () => assert.deepEqual(changes([container('web'), container('redis')]), []));
  test('one row', () =>
    assert.deepEqual(changes([container('web'), container('redis', { restartCount: 1 })]), ['redis']));
  test('a row that came', () =>
    assert.deepEqual(changes([container('web'), container('redis'), container('old')]), ['old']));
});

suite('isRunning', () => {
  const names = (containers: readonly Container[]): string[] =>
    foldServices(stack, containers)
      .filter(isRunning)
      .map(({ name }) => name);
  test('also what starts', () =>
    assert.deepEqual(
      names([
        container('web', {
          health: { status: 'starting', failingStreak: 0, lastOutput: undefined, lastExitCode: undefined },
        }),
      ]),
      ['web'],
    ));
  test('not what crashes over and over, nor what has ended', () =>
    assert.deepEqual(
      names([
        container('web', { status: 'restarting' }),
        container('redis', { status: 'exited', exitCode: 1 }),
        container('job'),
      ]),
      ['job'],
    ));
});

suite('wellnessOf', () => {
  const of = (kind: StateKind, weight: Cause['weight'] | undefined) =>
    wellnessOf({
      kind,
      reason: undefined,
      cause: weight && { id: '', weight, brief: '', explanation: '', remedy: '', evidence: undefined },
    });
  test('what runs and will never do its work is failing', () => {
    for (const kind of ['healthy', 'running', 'starting'] as const)
      assert.equal(of(kind, 'lasting'), 'failing');
  });
  test('what may pass, and what is only worth knowing, changes nothing', () => {
    assert.equal(of('starting', 'passing'), 'under-way');
    assert.equal(of('healthy', 'note'), 'well');
  });
  test('what does not run stays down', () => assert.equal(of('paused', 'lasting'), 'down'));
});

suite('needingAttention', () => {
  const names = (containers: readonly Container[]): string[] =>
    needingAttention(foldServices(stack, containers)).map(({ name }) => name);
  test('nobody in a stack that is down', () => assert.deepEqual(names([]), []));
  test('nobody in a stack that was stopped', () =>
    assert.deepEqual(
      names([container('web', { status: 'exited' }), container('redis', { status: 'exited' })]),
      [],
    ));
  test('services that are down while others run', () =>
    assert.deepEqual(names([container('web')]), ['redis', 'job']));
  test('not what waits for its dependencies', () =>
    assert.deepEqual(
      names([container('web'), container('redis', { status: 'created' }), container('job')]),
      [],
    ));
  test('a service that was killed while others run', () =>
    assert.deepEqual(
      names([container('web'), container('redis', { status: 'exited', exitCode: 137 }), container('job')]),
      ['redis'],
    ));
  test('a service that is stopped while others run', () =>
    assert.deepEqual(names([container('web'), container('redis', { status: 'exited' }), container('job')]), [
      'redis',
    ]));
  test('a failing one', () => assert.deepEqual(names([container('web', { status: 'restarting' })]), ['web']));
  test('not a job that is done', () =>
    assert.deepEqual(
      names([
        container('web'),
        container('redis'),
        container('job', { status: 'exited', restartPolicy: 'no' }),
      ]),
      [],
    ));
});

suite('versionOf', () => {
  const version = (image: string | undefined): string | undefined =>
    versionOf(foldServices(project([service('a', image)]), [])[0]!);
  test('the tag', () => assert.equal(version('localhost:5000/redis:7.4'), '7.4'));
  test("the day of MinIO's releases", () =>
    assert.equal(version('minio/minio:RELEASE.2025-04-22T22-12-26Z'), '2025-04-22'));
  test('the start of a digest', () => assert.equal(version('redis@sha256:0123456789abcdef'), '0123456789ab'));
  test('what Docker takes without either', () => assert.equal(version('redis'), 'latest'));
  test('none for a service that is built', () => assert.equal(version(undefined), undefined));
});
