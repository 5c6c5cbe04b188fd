import type { ComposeProject } from '../core/compose/project';
import { makePlan } from '../core/stack/plans/makePlan';
import type { Wish } from '../core/stack/plans/makePlan';
import { PullProgress } from '../core/stack/pullProgress';
import type { Plan, PlanFacts } from '../core/stack/plan';
import type { Clock } from './clock';
import type { ComposeCli } from './composeCli';
import { findCulprit } from './culprit';
import type { DockerEngine } from './docker';
import { lookFromOutside } from './lookFromOutside';
import { gatherPlanFacts } from './planFacts';
import type { FactEngine } from './planFacts';
import type { PlanTools } from './planRunner';
import { removeProject } from './removeProject';
import { saveFolder } from './saveFolder';
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

/** The plan for what is asked, by the facts that matter to it. Throws the engine's DockerError. */
export async function planFor(
  wish: Wish,
  engine: FactEngine,
  project: ComposeProject,
  signal: AbortSignal,
): Promise<Plan> {
  return makePlan(wish, project, await factsFor(wish, engine, project, signal));
}

/** What the plan rests on. The facts of a reset serve both kinds of it. */
export function factsFor(
  { operation }: Wish,
  engine: FactEngine,
  project: ComposeProject,
  signal: AbortSignal,
): Promise<PlanFacts> {
  const withSizes = operation === 'reset';
  const withRows = withSizes || operation === 'down';
  return gatherPlanFacts(engine, project, { withSizes, withRows, signal });
}
