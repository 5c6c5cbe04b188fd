import assert from 'node:assert/strict';
import { PlanStoppedError, runPlan } from '../../../src/adapters/planRunner';
import type { Culprit } from '../../../src/core/doctor/culprit';
import type { FolderToSave, PlanTools } from '../../../src/adapters/planRunner';
import type { Layer, ProbeReport } from '../../../src/core/probe/probe';
import { NO_FACTS } from '../../../src/core/stack/plan';
import type { Plan } from '../../../src/core/stack/plan';
import { planDown } from '../../../src/core/stack/plans/down';
import { planResetClickHouse } from '../../../src/core/stack/plans/resetClickHouse';
import { planStop } from '../../../src/core/stack/plans/stop';
import { UserError } from '../../../src/core/userError';
import { container } from '../support/builders';
import { resolveFiles, sampleProject } from '../support/resolve';

const VOLUME = 'ai-gateway_clickhouse_data';

suite('runPlan', () => {
  test('a reset does every step in order and proves the volume new', async () => {
    const engine = new FakeEngine();
    assert.deepEqual(await run(reset(), engine), {
      steps: [0, 1, 2, 3, 4, 5, 6],
      lines: [
        'ok',
        'ok',
        `${VOLUME} is gone`,
        'ok',
        '6 of 6 well',
        `${VOLUME} was created after`,
        'probing',
        '1 probes passed',
      ],
    });
    assert.deepEqual(engine.calls, [
      'stop langfuse-web langfuse-worker',
      'rm --stop --force clickhouse',
      `remove ${VOLUME}`,
      'up --detach',
      'wait for 6',
      'probe 1,2,3,4',
    ]);
  });

  suite('that edits files', () => {
    const edits = [
      { path: 'a', line: 1, span: { start: 0, end: 1 }, oldText: '1', newText: '2', services: ['web'] },
    ];
    const editing: Plan = {
      ...reset(),
      steps: [
        {
          kind: 'edit-files',
          edits,
          retry: 'Upgrade',
          title: 'Edit',
          ifStopped: 'Untouched.',
          undoesEdits: true,
        },
        { kind: 'compose', args: ['pull'], title: 'Pull', ifStopped: 'Untouched.', undoesEdits: true },
        { kind: 'wait-healthy', services: ['web'], title: 'Wait', ifStopped: 'Started.' },
      ],
    };

    test('leaves the edits when everything is done', async () => {
      const engine = new FakeEngine();
      assert.deepEqual((await run(editing, engine)).lines, ['a:1: 1 → 2 (web)', 'ok', '6 of 6 well']);
      assert.deepEqual(engine.calls, ['edit 1', 'pull', 'wait for 1']);
    });
    test('puts the files back when what follows fails', async () => {
      const engine = new FakeEngine({ compose: new UserError('No such tag.') });
      await assert.rejects(
        run(editing, engine),
        /step 2 of 3 \(Pull\): No such tag\. Untouched\. The files are as they were\.$/,
      );
      assert.deepEqual(engine.calls, ['edit 1', 'put back']);
    });
    test('puts them back when it is cancelled as well', async () => {
      const controller = new AbortController();
      const engine = new FakeEngine({ onCall: () => controller.abort() });
      await assert.rejects(
        run(editing, engine, controller.signal),
        /^.*Cancelled at step 2 .*as they were\.$/,
      );
      assert.deepEqual(engine.calls, ['edit 1', 'put back']);
    });
    test('says so when that does not succeed', async () => {
      const engine = new FakeEngine({
        compose: new UserError('No such tag.'),
        putBack: new UserError('a is read-only.'),
      });
      await assert.rejects(run(editing, engine), /No such tag\. Untouched\. a is read-only\.$/);
    });
    test('keeps them once containers may have been touched', async () => {
      const engine = new FakeEngine({ wait: new UserError('web is down.') });
      await assert.rejects(run(editing, engine), /web is down\. Started\.$/);
      assert.ok(!engine.calls.includes('put back'));
    });
  });

  test('a project that compose cannot load is removed by its labels', async () => {
    const engine = new FakeEngine();
    const broken = resolveFiles('services: { a: { image: "a:${TAG:?}" } }');
    const down = planDown(broken, { ...NO_FACTS, containers: [container('a')] });
    assert.deepEqual(await run(down, engine), { steps: [0], lines: ['a is removed'] });
    assert.deepEqual(engine.calls, ['remove the project']);
  });

  test('a service is stopped by its labels', async () => {
    const engine = new FakeEngine();
    const stop = planStop(sampleProject(), 'redis', NO_FACTS);
    assert.deepEqual(await run(stop, engine), { steps: [0], lines: ['redis is stopped'] });
    assert.deepEqual(engine.calls, ['stop the containers of redis']);
  });

  test('stops at the first failure and says where the stack stands', async () => {
    const engine = new FakeEngine({
      removeVolume: () => Promise.reject(new UserError('The volume is in use.')),
    });
    await assert.rejects(run(reset(), engine), (error) => {
      assert.ok(error instanceof PlanStoppedError);
      assert.deepEqual([error.how, error.index], ['failed', 2]);
      assert.match(error.message, /step 3 of 7 .*: The volume is in use\. .*Run Reset ClickHouse again/);
      return true;
    });
    assert.equal(engine.calls.at(-1), 'rm --stop --force clickhouse');
  });

  test('a volume that this run has not removed is no new one', async () => {
    const { steps } = reset();
    const kept = { ...reset(), steps: steps.filter(({ kind }) => kind !== 'remove-volume') };
    await assert.rejects(run(kept, new FakeEngine()), /step 5 of 6 .*still the old one/);
  });

  test('data is saved before it is removed, and the copy is told', async () => {
    const engine = new FakeEngine();
    const saving = planResetClickHouse(sampleProject(), NO_FACTS, true);
    const paths: string[] = [];
    for await (const event of runPlan(saving, engine, new AbortController().signal))
      if (event.kind === 'saved') paths.push(event.path);
    assert.deepEqual(paths, ['/copy']);
    assert.deepEqual(engine.calls.slice(2, 6), [
      'up --no-start --no-deps clickhouse',
      `save /var/lib/clickhouse of clickhouse`,
      'rm --stop --force clickhouse',
      `remove ${VOLUME}`,
    ]);
  });

  test('a later failure says where the copy is', async () => {
    const removeVolume = () => Promise.reject(new UserError('The volume is in use.'));
    const saving = planResetClickHouse(sampleProject(), NO_FACTS, true);
    await assert.rejects(run(saving, new FakeEngine({ removeVolume })), /The copy of the data is \/copy\.$/);
  });

  test('nothing is removed when the copy fails', async () => {
    const engine = new FakeEngine({ saveFolder: () => Promise.reject(new UserError('No room.')) });
    const saving = planResetClickHouse(sampleProject(), NO_FACTS, true);
    await assert.rejects(run(saving, engine), /step 4 of 10 .*: No room\. .* no data is lost/);
    assert.equal(engine.calls.at(-1), 'up --no-start --no-deps clickhouse');
  });

  test('a volume that does not go away is a failure', async () => {
    const engine = new FakeEngine({ removeVolume: () => Promise.resolve() });
    await assert.rejects(run(reset(), engine), /step 3 of 7 .*still has the volume/);
  });

  test('a failed probe is a failure, in its own words', async () => {
    const engine = new FakeEngine({ outcome: 'failed' });
    await assert.rejects(run(reset(), engine), /step 7 of 7 .*: clickhouse: what it saw/);
  });

  suite('names the service that failed first', () => {
    const culprit = { text: 'db is restarting: It has no room. Free some.', isLasting: true };
    const wait = new UserError('After 300 s web is starting. Look into its logs.');

    test('instead of all that is not well', async () => {
      await assert.rejects(run(reset(), new FakeEngine({ wait, culprit })), (error) => {
        assert.ok(error instanceof PlanStoppedError && error.cause instanceof UserError);
        assert.match(
          error.message,
          /step 5 of 7 .*: db is restarting: It has no room\. Free some\. ClickHouse/,
        );
        assert.equal(error.cause.message, culprit.text);
        return true;
      });
    });
    test('unless that is not known', async () => {
      await assert.rejects(run(reset(), new FakeEngine({ wait })), /After 300 s web is starting/);
    });
    test('instead of a probe that failed, if it will not go away', async () => {
      await assert.rejects(run(reset(), new FakeEngine({ outcome: 'failed', culprit })), /db is restarting/);
      const passing = { ...culprit, isLasting: false };
      await assert.rejects(
        run(reset(), new FakeEngine({ outcome: 'failed', culprit: passing })),
        /clickhouse: what it saw/,
      );
    });
    test('and nothing of the kind when something else went wrong', async () => {
      const removeVolume = () => Promise.reject(new UserError('The volume is in use.'));
      await assert.rejects(run(reset(), new FakeEngine({ removeVolume, culprit })), /The volume is in use/);
    });
  });

  test('cancelling stops before the next step', async () => {
    const controller = new AbortController();
    const engine = new FakeEngine({
      onCall: (call) => {
        if (call.startsWith('rm')) controller.abort();
      },
    });
    await assert.rejects(run(reset(), engine, controller.signal), (error) => {
      assert.ok(error instanceof PlanStoppedError);
      assert.equal(error.how, 'cancelled');
      assert.match(error.message, /^Cancelled at step 3 of 7/);
      return true;
    });
    assert.deepEqual(engine.calls.length, 2);
  });

  test('what is refused is not begun', async () => {
    const engine = new FakeEngine();
    await assert.rejects(run({ ...reset(), refusals: ['Not this one.'] }, engine), /Not this one/);
    assert.deepEqual(engine.calls, []);
  });

  test('a bug is not dressed up as a failure of the stack', async () => {
    const bug = new TypeError('x is not a function');
    const engine = new FakeEngine({ removeVolume: () => Promise.reject(bug) });
    await assert.rejects(run(reset(), engine), (error) => error === bug);
  });
});

function reset(): Plan {
  return planResetClickHouse(sampleProject(), NO_FACTS);
}

async function run(
  plan: Plan,
  tools: PlanTools,
  signal = new AbortController().signal,
): Promise<{ steps: number[]; lines: string[] }> {
  const steps: number[] = [];
  const lines: string[] = [];
  for await (const event of runPlan(plan, tools, signal)) {
    if (event.kind === 'progress') lines.push(event.line);
    if (event.kind === 'finished') steps.push(event.index);
  }
  return { steps, lines };
}

interface Behaviour {
  readonly compose?: UserError;
  readonly putBack?: UserError;
  readonly removeVolume?: () => Promise<void>;
  readonly saveFolder?: () => Promise<never>;
  readonly outcome?: 'ok' | 'failed';
  readonly wait?: UserError;
  readonly culprit?: Pick<Culprit, 'text' | 'isLasting'>;
  readonly onCall?: (call: string) => void;
}

/** Holds one volume, which `up` makes again. */
class FakeEngine implements PlanTools {
  readonly calls: string[] = [];
  private createdAt: string | undefined = 'before';

  constructor(private readonly behaviour: Behaviour = {}) {}

  readonly compose = async function* (this: FakeEngine, args: readonly string[]): AsyncGenerator<string> {
    await Promise.resolve();
    if (this.behaviour.compose) throw this.behaviour.compose;
    this.call(args.join(' '));
    if (args[0] === 'up') this.createdAt = 'after';
    yield 'ok';
  }.bind(this);

  readonly editFiles = async (edits: readonly unknown[]): Promise<() => Promise<void>> => {
    await Promise.resolve();
    this.call(`edit ${edits.length}`);
    return async () => {
      await Promise.resolve();
      if (this.behaviour.putBack) throw this.behaviour.putBack;
      this.calls.push('put back');
    };
  };

  readonly inspectVolume = () =>
    Promise.resolve(this.createdAt === undefined ? undefined : { createdAt: this.createdAt });

  readonly stopService = async function* (this: FakeEngine, service: string): AsyncGenerator<string> {
    await Promise.resolve();
    this.call(`stop the containers of ${service}`);
    yield `${service} is stopped`;
  }.bind(this);

  readonly removeProject = async function* (this: FakeEngine): AsyncGenerator<string> {
    await Promise.resolve();
    this.call('remove the project');
    yield 'a is removed';
  }.bind(this);

  readonly removeVolume = async (name: string): Promise<void> => {
    if (this.behaviour.removeVolume) return this.behaviour.removeVolume();
    this.call(`remove ${name}`);
    this.createdAt = undefined;
  };

  readonly saveFolder = async function* (
    this: FakeEngine,
    { service, folder }: FolderToSave,
  ): AsyncGenerator<string, string> {
    await this.behaviour.saveFolder?.();
    this.call(`save ${folder} of ${service}`);
    yield '1 MB copied';
    return '/copy';
  }.bind(this);

  readonly waitUntilWell = async function* (
    this: FakeEngine,
    services: readonly string[],
  ): AsyncGenerator<string> {
    await Promise.resolve();
    this.call(`wait for ${services.length}`);
    if (this.behaviour.wait) throw this.behaviour.wait;
    yield '6 of 6 well';
  }.bind(this);

  readonly findCulprit = () => Promise.resolve(this.behaviour.culprit);

  readonly probe = async function* (
    this: FakeEngine,
    layers: readonly Layer[],
  ): AsyncGenerator<string, ProbeReport> {
    await Promise.resolve();
    yield 'probing';
    this.call(`probe ${layers.join(',')}`);
    const outcome = this.behaviour.outcome ?? 'ok';
    const probe = {
      id: 'clickhouse/migrations',
      layer: 4,
      service: 'clickhouse',
      evidence: 'what it saw',
      ms: 1,
      at: '2026-01-01T00:00:00.000Z',
    } as const;
    return { probes: [{ ...probe, outcome }], outcome };
  }.bind(this);

  private call(text: string): void {
    this.calls.push(text);
    this.behaviour.onCall?.(text);
  }
}
