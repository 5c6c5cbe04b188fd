import type { ComposeProject } from '../core/compose/project';
import { checkStack } from '../core/check';
import { diagnose } from '../core/doctor/diagnose';
import type { Diagnosis } from '../core/doctor/diagnosis';
import { LAYERS } from '../core/probe/probe';
import type { ProbeReport } from '../core/probe/probe';
import type { LevelsByCode } from '../core/severityLevels';
import type { Container } from '../core/stack/container';
import type { EngineFacts } from '../core/stack/engineFacts';
import { foldServices } from '../core/stack/serviceState';
import type { ServiceState } from '../core/stack/serviceState';
import type { DockerEngine } from './docker';
import { DockerError } from './dockerError';
import { readEngineFacts } from './engineFacts';
import { EvidenceReader } from './evidenceReader';
import type { EvidenceSource } from './evidenceReader';
import { explainedRows } from './explainedRows';
import { probeStack } from './probes';
import type { ProbeEngine, ProbeOptions } from './probes';
import type { LoadedStack } from './stackFiles';
import { readSurroundings } from './surroundings';
import { inspectAll } from './waitUntilWell';

export interface ExamineOptions extends Omit<ProbeOptions, 'layers'> {
  readonly engine: ProbeEngine & EvidenceSource & Pick<DockerEngine, 'listComposeVolumes'>;
  readonly levels: LevelsByCode;
}

export interface Examination {
  readonly diagnosis: Diagnosis;
  readonly report: ProbeReport;
}

/** Looks at a stack by every means and says what it suffers from. Changes nothing that stays. */
export async function examine(stack: LoadedStack, options: ExamineOptions): Promise<Examination> {
  const { project, texts } = stack;
  const [report, seen, surroundings] = await Promise.all([
    probeStack(project, { ...options, layers: LAYERS }),
    look(project, options),
    readSurroundings(stack),
  ]);
  const { rows, facts } = seen;
  const diagnostics = checkStack({ ...stack, ...surroundings, engine: facts }, options.levels);
  return { diagnosis: diagnose({ project, rows, report, diagnostics, texts }), report };
}

interface Seen {
  readonly rows: readonly ServiceState[];
  readonly facts: EngineFacts | undefined;
}

/** An engine that does not answer is in the report of the probes. */
async function look(project: ComposeProject, { engine, clock, signal }: ExamineOptions): Promise<Seen> {
  try {
    const containers: readonly Container[] = await inspectAll(engine, project.name, signal);
    const [rows, facts] = await Promise.all([
      explainedRows(project, containers, new EvidenceReader(engine, clock), signal),
      readEngineFacts(engine, containers, signal),
    ]);
    return { rows, facts };
  } catch (error) {
    if (!(error instanceof DockerError)) throw error;
    return { rows: foldServices(project, undefined), facts: undefined };
  }
}
