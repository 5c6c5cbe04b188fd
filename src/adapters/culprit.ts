import type { ComposeProject } from '../core/compose/project';
import { culpritsOf } from '../core/doctor/culprit';
import type { Culprit } from '../core/doctor/culprit';
import type { Clock } from './clock';
import type { DockerEngine } from './docker';
import { EvidenceReader } from './evidenceReader';
import type { EvidenceSource } from './evidenceReader';
import { explainedRows } from './explainedRows';
import { inspectAll } from './waitUntilWell';

export interface CulpritOptions {
  readonly engine: EvidenceSource & Pick<DockerEngine, 'listContainers' | 'inspectContainer'>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** The services of a stack that are not well, as far as it is known for sure why. Throws a DockerError. */
export async function findCulprits(
  project: ComposeProject,
  { engine, clock, signal }: CulpritOptions,
): Promise<readonly Culprit[]> {
  const containers = await inspectAll(engine, project.name, signal);
  const rows = await explainedRows(project, containers, new EvidenceReader(engine, clock), signal);
  return culpritsOf(project, rows);
}

/** The service to look at first. Throws a DockerError. */
export async function findCulprit(
  project: ComposeProject,
  options: CulpritOptions,
): Promise<Culprit | undefined> {
  const [first] = await findCulprits(project, options);
  return first;
}
