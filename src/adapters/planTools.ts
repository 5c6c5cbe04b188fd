import type { ComposeProject } from '../core/compose/project';
import type { Layer, ProbeReport } from '../core/probe/probe';
import { makePlan } from '../core/stack/plans/makePlan';
import type { Wish } from '../core/stack/plans/makePlan';
import { PullProgress } from '../core/stack/pullProgress';
import type { Plan, PlanFacts } from '../core/stack/plan';
import { UserError } from '../core/userError';
import { servicesOf } from '../core/langfuse/roles';
import type { Container } from '../core/stack/container';
import { wantedPorts } from '../core/stack/plans/obstacles';
import { activeServices } from '../core/stack/plans/shared';
import { DockerError } from './dockerError';
import type { Clock } from './clock';
import type { ComposeCli } from './composeCli';
import type { DockerEngine } from './docker';
import type { PlanTools } from './planRunner';
import { removeProject } from './removeProject';
import { stopService } from './stopService';
import { probeUntilWell } from './probes';
import type { LoadedStack } from './stackFiles';
import { inspectAll, waitUntilWell } from './waitUntilWell';

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
    waitUntilWell: (services, signal) =>
      waitUntilWell(project, services, { engine, clock, timeoutMs: waitMs, signal }),
    probe: (layers: readonly Layer[], signal): Promise<ProbeReport> =>
      probeUntilWell(project, { engine, engineHost, clock, layers, signal, waitMs }),
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

type AskedEngine = Parameters<typeof gatherPlanFacts>[0];

/** The plan for what is asked, by the facts that matter to it. Throws the engine's DockerError. */
export async function planFor(
  wish: Wish,
  engine: AskedEngine,
  project: ComposeProject,
  signal: AbortSignal,
): Promise<Plan> {
  const withSizes = wish.operation === 'reset';
  return makePlan(wish, project, await gatherPlanFacts(engine, project, { withSizes, signal }));
}

export interface FactOptions {
  /** Sizes make the engine walk the files of every volume, which takes seconds. */
  readonly withSizes: boolean;
  readonly signal: AbortSignal;
}

/** What the engine knows of the project's volumes and containers. Throws its DockerError when it cannot be asked. */
export async function gatherPlanFacts(
  engine: Pick<
    DockerEngine,
    | 'version'
    | 'inspectVolume'
    | 'volumeSizes'
    | 'listContainers'
    | 'inspectContainer'
    | 'findPublishers'
    | 'listPrograms'
  >,
  project: ComposeProject,
  { withSizes, signal }: FactOptions,
): Promise<PlanFacts> {
  // A project without volumes asks nothing else, and must not look as if the engine answered.
  await engine.version(signal);
  // By name, not by label: compose also uses a volume that somebody else has made under that name.
  const names = [...project.volumes.values()].map(({ name }) => name);
  const volumes = await Promise.all(names.map((name) => engine.inspectVolume(name, signal)));
  const existing = volumes.filter((volume) => volume !== undefined);
  const sizes = withSizes && existing.length > 0 ? await sizesOf(engine, signal) : undefined;
  const containers = await inspectAll(engine, project.name, signal);
  return {
    containers,
    takenPorts: await takenPorts(engine, project, containers, signal),
    migrating: await migratingServices(engine, project, containers, signal),
    volumes: new Map(existing.map(({ name }) => [name, { name, sizeBytes: sizes?.get(name) }])),
  };
}

async function takenPorts(
  engine: Pick<DockerEngine, 'findPublishers'>,
  project: ComposeProject,
  containers: readonly Container[],
  signal: AbortSignal,
): Promise<ReadonlyMap<number, string>> {
  const wanted = new Set(wantedPorts(activeServices(project), { containers }).map(({ port }) => port));
  const holders = await Promise.all(
    Array.from(wanted, async (port) => {
      const others = await engine.findPublishers(port, signal);
      const holder = others.find((other) => other.project !== project.name);
      return holder === undefined ? [] : [[port, holder.name] as const];
    }),
  );
  return new Map(holders.flat());
}

/** What the start script of Langfuse web runs before it serves. */
const MIGRATION =
  /\bprisma\b.*\b(?:migrate deploy|db execute)\b|clickhouse\/scripts\/up\.sh|\bmigrate\b.* -source\b/;

/** Services of Langfuse web in whose containers a migration runs. One that cannot be looked into counts as none. */
async function migratingServices(
  engine: Pick<DockerEngine, 'listPrograms'>,
  project: ComposeProject,
  containers: readonly Container[],
  signal: AbortSignal,
): Promise<readonly string[]> {
  const webs = new Set(servicesOf(project, 'web').map(({ name }) => name));
  const running = containers.filter(({ service, status }) => webs.has(service) && status === 'running');
  const found = await Promise.all(
    running.map(async ({ id, service }) => {
      const programs = await engine.listPrograms(id, signal).catch(whenRefused);
      return programs.some((program) => MIGRATION.test(program)) ? [service] : [];
    }),
  );
  return [...new Set(found.flat())];
}

function whenRefused(error: unknown): readonly string[] {
  if (error instanceof DockerError && !error.isUnreachable) return [];
  throw error;
}

/** Undefined when the engine does not say: what is lost matters more than how large it is. */
async function sizesOf(
  engine: Pick<DockerEngine, 'volumeSizes'>,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, number> | undefined> {
  try {
    return await engine.volumeSizes(signal);
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}
