import type { ComposeProject } from '../core/compose/project';
import { findCauses } from '../core/doctor/findCause';
import type { Container } from '../core/stack/container';
import { foldServices } from '../core/stack/serviceState';
import type { ServiceState } from '../core/stack/serviceState';
import type { EvidenceReader } from './evidenceReader';

/** The rows of these containers, with the reasons for what is not well. */
export async function explainedRows(
  project: ComposeProject,
  containers: readonly Container[],
  reader: EvidenceReader,
  signal: AbortSignal,
): Promise<readonly ServiceState[]> {
  const evidence = await reader.readNow(containers, signal);
  return foldServices(project, containers, findCauses(project, containers, evidence));
}
