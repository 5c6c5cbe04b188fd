import type { ComposeProject } from '../core/compose/project';
import type { Layer, ProbeReport } from '../core/probe/probe';
import type { PlanFacts } from '../core/stack/plan';
import { UserError } from '../core/userError';
import type { Clock } from './clock';
import type { ComposeCli } from './composeCli';
import type { DockerEngine } from './docker';
import type { PlanTools } from './planRunner';
import { probeUntilWell } from './probes';
import type { LoadedStack } from './stackFiles';
import { waitUntilWell } from './waitUntilWell';

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
    compose: (args, signal) => compose.run(stack, args, signal),
    inspectVolume: (name, signal) => engine.inspectVolume(name, signal),
    removeVolume: (name, signal) => engine.removeVolume(name, signal),
    waitUntilWell: (services, signal) =>
      waitUntilWell(project, services, { engine, clock, timeoutMs: waitMs, signal }),
    probe: (layers: readonly Layer[], signal): Promise<ProbeReport> =>
      probeUntilWell(project, { engine, engineHost, clock, layers, signal, waitMs }),
  };
}

/** What the engine knows of the project's volumes. An engine that does not answer leaves everything unknown. */
export async function gatherPlanFacts(
  engine: Pick<DockerEngine, 'inspectVolume' | 'volumeSizes'>,
  project: ComposeProject,
  signal: AbortSignal,
): Promise<PlanFacts> {
  try {
    // By name, not by label: compose also uses a volume that somebody else has made under that name.
    const [volumes, sizes] = await Promise.all([
      Promise.all([...project.volumes.values()].map(({ name }) => engine.inspectVolume(name, signal))),
      engine.volumeSizes(signal),
    ]);
    const existing = volumes.filter((volume) => volume !== undefined);
    return {
      volumes: new Map(existing.map(({ name }) => [name, { name, sizeBytes: sizes.get(name) }])),
    };
  } catch (error) {
    if (error instanceof UserError) return { volumes: undefined };
    throw error;
  }
}
