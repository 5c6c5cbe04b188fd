import { systemClock } from '../adapters/clock';
import { ComposeCli } from '../adapters/composeCli';
import { DockerEngine } from '../adapters/docker';
import { draftSignUp } from '../adapters/draftSignUp';
import { draftUpgrade } from '../adapters/draftUpgrade';
import { engineHost } from '../adapters/engineHost';
import { StackBusyError, operationsOn } from '../adapters/operations';
import { PlanStoppedError, runPlan } from '../adapters/planRunner';
import { planFor, planTools, planWithoutEngine, stackAfter } from '../adapters/planTools';
import { loadStack } from '../adapters/stackFiles';
import type { LoadedStack } from '../adapters/stackFiles';
import { inspectAll } from '../adapters/waitUntilWell';
import type { ComposeProject } from '../core/compose/project';
import type { LevelsByCode } from '../core/severityLevels';
import type { Plan } from '../core/stack/plan';
import { planAsText } from '../core/stack/planText';
import { runningText } from '../core/stack/runningText';
import { foldServices } from '../core/stack/serviceState';
import type { Wish } from '../core/stack/plans/makePlan';
import { UserError } from '../core/userError';
import type { CliCommand, CliIo } from './command';
import { UsageError, oneOf, parseCliArgs } from './command';
import { parsePlanOrder } from './planOrder';
import type { PlanOrder } from './planOrder';
import { endpointSources, oneFolder, seconds } from './oneFolder';

/** Every finding is as grave as its rule says. */
const LEVELS: LevelsByCode = new Map();

export const planCommand: CliCommand = {
  usage:
    'up|down|reset|pull|upgrade|sign-up|recreate|start|stop [--to VERSION|open|closed] [--service NAME] [--save-first] [--format text|json] [--apply --yes] [--wait SECONDS] FOLDER',
  summary:
    'Shows what an operation would do and what would be lost. --apply --yes does it. An upgrade takes a --to version, sign-up --to open or closed; recreate, start and stop take one --service. With --save-first, a reset copies the data before.',
  async run(args, io) {
    const { values, positionals } = parseCliArgs(args, {
      format: { type: 'string', default: 'text' },
      apply: { type: 'boolean', default: false },
      yes: { type: 'boolean', default: false },
      wait: { type: 'string', default: '300' },
      service: { type: 'string' },
      to: { type: 'string' },
      'save-first': { type: 'boolean', default: false },
    });
    const [word = '', ...rest] = positionals;
    const order = parsePlanOrder(word, values);
    const format = oneOf('format', values.format, ['text', 'json']);
    const waitMs = seconds('wait', values.wait) * 1000;
    if (values.yes && !values.apply) throw new UsageError('--yes goes with --apply.');

    const stack = await loadStack(oneFolder(rest), { environment: io.environment });
    const engine = new DockerEngine(endpointSources(io));
    const wish = await wishFor(order, stack, io);
    const plan = await planNow(wish, stack, engine, io);

    io.stdout(format === 'json' ? `${JSON.stringify(plan, undefined, 2)}\n` : planAsText(plan));
    if (!values.apply) return plan.refusals.length > 0 ? 1 : 0;
    if (!values.yes) throw new UsageError('--apply needs --yes, since nobody can be asked here.');
    if (plan.refusals.length > 0) return 1;
    return apply(plan, stackAfter(wish, stack), engine, waitMs, io);
  },
};

/** Looks at the files where the wish depends on them. */
async function wishFor(order: PlanOrder, stack: LoadedStack, { environment }: CliIo): Promise<Wish> {
  const options = { environment, levels: LEVELS };
  if (order.operation === 'upgrade')
    return { operation: 'upgrade', draft: await draftUpgrade(stack, order.to, options) };
  if (order.operation === 'sign-up')
    return { operation: 'sign-up', draft: await draftSignUp(stack, order.to, options) };
  return order;
}

/** A plan that is only shown needs no engine; what that one would know is then left open, and said to be. */
async function planNow(wish: Wish, stack: LoadedStack, engine: DockerEngine, io: CliIo): Promise<Plan> {
  try {
    return await planFor(wish, stack, {
      engine,
      engineHost: () => engineHost(endpointSources(io)),
      levels: LEVELS,
      signal: io.signal,
    });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    io.stderr(`${error.message} Which volumes and containers exist is not known.\n`);
    return planWithoutEngine(wish, stack, LEVELS);
  }
}

/** Progress goes to stderr, so that stdout is the plan alone. */
async function apply(
  plan: Plan,
  stack: LoadedStack,
  engine: DockerEngine,
  waitMs: number,
  io: CliIo,
): Promise<number> {
  const tools = planTools(stack, {
    engine,
    compose: new ComposeCli({ environment: io.environment, engine }),
    clock: systemClock,
    engineHost: await engineHost(endpointSources(io)),
    waitMs,
  });
  const copies: string[] = [];
  const work = async (): Promise<void> => {
    for await (const event of runPlan(plan, tools, io.signal)) {
      if (event.kind === 'started') {
        io.stderr(`[${event.index + 1}/${plan.steps.length}] ${event.step.title}\n`);
      } else if (event.kind === 'progress') {
        io.stderr(`      ${event.line}\n`);
      } else if (event.kind === 'saved') {
        copies.push(event.path);
      }
    }
  };
  try {
    await operationsOn(endpointSources(io), 'terminal').run(plan.project, plan.title, work);
  } catch (error) {
    if (!(error instanceof PlanStoppedError) && !(error instanceof StackBusyError)) throw error;
    io.stderr(`${error.message}\n`);
    if (!io.signal.aborted) return 1;
    io.stderr(`${await describeRunning(stack.project, engine)}\n`);
    throw error;
  }
  io.stderr(copies.map((path) => `The copy of the data is ${path}.\n`).join('') + 'Done.\n');
  return 0;
}

/** Asked after the command was stopped, so by a signal of its own. */
async function describeRunning(project: ComposeProject, engine: DockerEngine): Promise<string> {
  try {
    const containers = await inspectAll(engine, project.name, new AbortController().signal);
    return runningText(foldServices(project, containers));
  } catch (error) {
    if (error instanceof UserError) return 'Docker does not say what runs.';
    throw error;
  }
}
