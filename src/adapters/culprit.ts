import type { ComposeProject } from '../core/compose/project';
import { findCauses } from '../core/doctor/findCause';
import { NO_EVIDENCE } from '../core/doctor/evidence';
import type { Evidence } from '../core/doctor/evidence';
import type { Container } from '../core/stack/container';
import { foldServices, wellnessOf } from '../core/stack/serviceState';
import type { ServiceState } from '../core/stack/serviceState';
import type { Clock } from './clock';
import type { DockerEngine } from './docker';
import { EvidenceReader } from './evidenceReader';
import { inspectAll } from './waitUntilWell';

export interface CulpritOptions {
  readonly engine: Pick<DockerEngine, 'listContainers' | 'inspectContainer' | 'logs' | 'findPublishers'>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

export interface Culprit {
  readonly service: string;
  /** What it suffers from and what to do, such as `langfuse-web is restarting: ClickHouse refuses …`. */
  readonly text: string;
  /** Whether it does not go away by itself. */
  readonly isLasting: boolean;
}

/**
 * The service to look at first where a stack does not become well, and why it is not, where that is known for sure. A
 * service that others wait for comes before them. Throws a DockerError.
 */
export async function findCulprit(
  project: ComposeProject,
  { engine, clock, signal }: CulpritOptions,
): Promise<Culprit | undefined> {
  const containers = await inspectAll(engine, project.name, signal);
  const evidence = await readOnce(new EvidenceReader(engine, clock), containers, signal);
  const rows = foldServices(project, containers, findCauses(project, containers, evidence));
  const [row] = rows.filter(isSuspect).sort((a, b) => rankOf(a, rows, project) - rankOf(b, rows, project));
  if (row?.cause === undefined) return undefined;
  const { explanation, remedy, weight } = row.cause;
  const text = `${row.name} is ${row.kind}: ${explanation} ${remedy}`;
  return { service: row.name, text, isLasting: weight === 'lasting' };
}

async function readOnce(
  reader: EvidenceReader,
  containers: readonly Container[],
  signal: AbortSignal,
): Promise<Evidence> {
  for await (const evidence of reader.read(containers, signal)) return evidence;
  return NO_EVIDENCE;
}

/** One that is well may have a cause as well, if nothing checks it. */
function isSuspect(row: ServiceState): boolean {
  return row.cause !== undefined && (row.cause.weight === 'lasting' || wellnessOf(row) !== 'well');
}

/** Lower ones come first: what lasts before what may pass, and then what others depend on. */
function rankOf(row: ServiceState, rows: readonly ServiceState[], project: ComposeProject): number {
  const dependencies = project.services.get(row.name)?.dependsOn;
  const waitsForOthers = rows.some((other) => dependencies?.has(other.name) === true && isSuspect(other));
  return (row.cause?.weight === 'lasting' ? 0 : 2) + (waitsForOthers ? 1 : 0);
}
