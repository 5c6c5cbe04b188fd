import type { ComposeProject } from '../core/compose/project';
import { servicesOf } from '../core/langfuse/roles';
import { COUNT_ROWS, readRows } from '../core/stack/clickHouseRows';
import type { Container } from '../core/stack/container';
import type { PlanFacts, RowCounts } from '../core/stack/plan';
import { wantedPorts } from '../core/stack/plans/obstacles';
import { activeServices } from '../core/stack/plans/shared';
import { UserError } from '../core/userError';
import type { DockerEngine } from './docker';
import { DockerError } from './dockerError';
import { inspectAll } from './waitUntilWell';

export interface FactOptions {
  /** Sizes make the engine walk the files of every volume, which takes seconds. */
  readonly withSizes: boolean;
  /** Rows take a query to ClickHouse. */
  readonly withRows: boolean;
  readonly signal: AbortSignal;
}

/** What is asked of the engine. */
export type FactEngine = Pick<
  DockerEngine,
  | 'version'
  | 'inspectVolume'
  | 'volumeSizes'
  | 'listContainers'
  | 'inspectContainer'
  | 'findPublishers'
  | 'listPrograms'
  | 'hasImage'
  | 'exec'
>;

/** What the engine knows of the project's volumes and containers. Throws its DockerError when it cannot be asked. */
export async function gatherPlanFacts(
  engine: FactEngine,
  project: ComposeProject,
  { withSizes, withRows, signal }: FactOptions,
): Promise<Omit<PlanFacts, 'objections' | 'schema' | 'accounts'>> {
  const { api } = await engine.version(signal);
  // By name, not by label: compose also uses a volume that somebody else has made under that name.
  const names = [...project.volumes.values()].map(({ name }) => name);
  const volumes = await Promise.all(names.map((name) => engine.inspectVolume(name, signal)));
  const existing = volumes.filter((volume) => volume !== undefined);
  const sizes = withSizes && existing.length > 0 ? await sizesOf(engine, signal) : undefined;
  const containers = await inspectAll(engine, project.name, signal);
  return {
    engineApi: api,
    containers,
    takenPorts: await takenPorts(engine, project, containers, signal),
    migrating: await migratingServices(engine, project, containers, signal),
    missingImages: await missingImages(engine, project, signal),
    clickHouseRows: withRows ? await clickHouseRows(engine, project, containers, signal) : undefined,
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

async function missingImages(
  engine: Pick<DockerEngine, 'hasImage'>,
  project: ComposeProject,
  signal: AbortSignal,
): Promise<ReadonlySet<string>> {
  const images = new Set(activeServices(project).flatMap(({ image }) => image?.value ?? []));
  const missing = await Promise.all(
    Array.from(images, async (image) => ((await engine.hasImage(image, signal)) ? [] : [image])),
  );
  return new Set(missing.flat());
}

/** A server that hangs must not keep the plan from being shown. */
const COUNT_MS = 10_000;

async function clickHouseRows(
  engine: Pick<DockerEngine, 'exec'>,
  project: ComposeProject,
  containers: readonly Container[],
  signal: AbortSignal,
): Promise<RowCounts | undefined> {
  const [clickhouse] = servicesOf(project, 'clickhouse');
  if (clickhouse === undefined) return undefined;
  const running = containers.find(
    ({ service, status }) => service === clickhouse.name && status === 'running',
  );
  if (running === undefined) return { unseen: `${clickhouse.name} does not run` };
  const deadline = AbortSignal.timeout(COUNT_MS);
  try {
    return readRows(
      await engine.exec(running.id, COUNT_ROWS, { signal: AbortSignal.any([signal, deadline]) }),
    );
  } catch (error) {
    signal.throwIfAborted();
    if (deadline.aborted) return { unseen: `${clickhouse.name} did not answer` };
    // What is lost matters more than how much it is.
    if (error instanceof UserError) return { unseen: 'Docker did not let them be counted' };
    throw error;
  }
}
