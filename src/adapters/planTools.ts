import type { LevelsByCode } from '../core/severityLevels';
import { objectionsOf } from '../core/stack/objections';
import type { Objections } from '../core/stack/objections';
import { appliesFiles, makePlan } from '../core/stack/plans/makePlan';
import type { Wish } from '../core/stack/plans/makePlan';
import { PullProgress } from '../core/stack/pullProgress';
import { NO_FACTS } from '../core/stack/plan';
import type { Plan, PlanFacts } from '../core/stack/plan';
import { checkFiles } from './checkFiles';
import { systemClock } from './clock';
import type { Clock } from './clock';
import type { ComposeCli } from './composeCli';
import { findCulprit } from './culprit';
import type { DockerEngine } from './docker';
import { editFiles } from './editFiles';
import { lookFromOutside } from './lookFromOutside';
import { OwnerReader } from './ownerReader';
import { gatherPlanFacts } from './planFacts';
import type { FactEngine } from './planFacts';
import type { PlanTools } from './planRunner';
import type { ProbeEngine } from './probes';
import { removeProject } from './removeProject';
import { saveFolder } from './saveFolder';
import { schemaNow } from './schemaNow';
import type { LoadedStack } from './stackFiles';
import { stopService } from './stopService';
import { waitUntilWell } from './waitUntilWell';
import { describeMigrations } from './watchMigrations';

export interface PlanToolOptions {
  readonly engine: DockerEngine;
  readonly compose: ComposeCli;
  readonly clock: Clock;
  /** Where published ports are reached. */
  readonly engineHost: string;
  /** Patience with services that start, and then with probes, in milliseconds. */
  readonly waitMs: number;
}

/** The tools of one stack, on the real engine. */
export function planTools(stack: LoadedStack, options: PlanToolOptions): PlanTools {
  const { project } = stack;
  const { engine, compose, clock, engineHost, waitMs } = options;
  return {
    compose: (args, signal) => withPullProgress(compose.run(stack, args, signal)),
    editFiles: (edits, retry) => editFiles(stack.folder, edits, retry),
    inspectVolume: (name, signal) => engine.inspectVolume(name, signal),
    stopService: (service, signal) => stopService(engine, project.name, service, signal),
    removeProject: (signal) => removeProject(engine, project.name, signal),
    removeVolume: (name, signal) => engine.removeVolume(name, signal),
    saveFolder: (what, signal) => saveFolder(stack, what, { engine, now: clock.now, signal }),
    waitUntilWell: (services, signal) =>
      waitUntilWell(project, services, {
        engine,
        clock,
        timeoutMs: waitMs,
        describeMigrations: (containers) => describeMigrations(project, containers, engine, signal),
        signal,
      }),
    probe: (layers, signal) =>
      lookFromOutside(project, { engine, engineHost, clock, layers, waitMs, signal }),
    findCulprit: (signal) => findCulprit(project, { engine, clock, signal }),
  };
}

/** Compose prints a line for every piece of a layer; what is shown is one line that grows. */
async function* withPullProgress(lines: AsyncIterable<string>): AsyncGenerator<string> {
  const progress = new PullProgress();
  let last = '';
  for await (const line of lines) {
    const shown = progress.read(line);
    if (shown !== undefined && shown !== last) yield shown;
    last = shown ?? last;
  }
}

export interface PlanningOptions {
  readonly engine: FactEngine & ProbeEngine;
  /** Where published ports are reached. */
  readonly engineHost: () => Promise<string>;
  /** How grave the user wants each finding of the check to be. */
  readonly levels: LevelsByCode;
  readonly signal: AbortSignal;
}

/** The plan for what is asked, by the facts that matter to it. Throws the engine's DockerError. */
export async function planFor(wish: Wish, stack: LoadedStack, options: PlanningOptions): Promise<Plan> {
  return makePlan(wish, stack.project, await factsFor(wish, stack, options));
}

/** The stack as it is once the files have the edits of the plan: what is waited for and probed then. */
export function stackAfter(wish: Wish, stack: LoadedStack): LoadedStack {
  return 'draft' in wish ? { ...stack, project: wish.draft.after } : stack;
}

/** The plan as far as the files alone tell: what an engine would know is left open. */
export async function planWithoutEngine(wish: Wish, stack: LoadedStack, levels: LevelsByCode): Promise<Plan> {
  return makePlan(wish, stack.project, { ...NO_FACTS, objections: await objectionsTo(wish, stack, levels) });
}

/** What the plan rests on. The facts of a reset serve both kinds of it. */
export async function factsFor(
  wish: Wish,
  stack: LoadedStack,
  { engine, engineHost, levels, signal }: PlanningOptions,
): Promise<PlanFacts> {
  const withSizes = wish.operation === 'reset';
  const withRows = withSizes || wish.operation === 'down';
  const { project } = stackAfter(wish, stack);
  const facts = await gatherPlanFacts(engine, project, { withSizes, withRows, signal });
  const schema =
    wish.operation === 'upgrade'
      ? await schemaNow(stack.project, facts.containers ?? [], {
          engine,
          engineHost: await engineHost(),
          clock: systemClock,
          signal,
        })
      : undefined;
  const isLocking = wish.operation === 'sign-up' && wish.draft.to === 'closed';
  const accounts = isLocking
    ? await new OwnerReader(engine, systemClock).read(stack.project, facts.containers ?? [], signal)
    : undefined;
  return { ...facts, schema, accounts, objections: await objectionsTo(wish, stack, levels) };
}

async function objectionsTo(
  wish: Wish,
  stack: LoadedStack,
  levels: LevelsByCode,
): Promise<Objections | undefined> {
  return appliesFiles(wish) ? objectionsOf(await checkFiles(stack, levels), stack.texts) : undefined;
}
