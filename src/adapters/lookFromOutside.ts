import type { ComposeProject } from '../core/compose/project';
import { listed } from '../core/listed';
import type { ProbeReport } from '../core/probe/probe';
import type { Container } from '../core/stack/container';
import { wellnessOf } from '../core/stack/serviceState';
import { pause } from './clock';
import { DockerError } from './dockerError';
import { EvidenceReader } from './evidenceReader';
import type { EvidenceSource } from './evidenceReader';
import { explainedRows } from './explainedRows';
import { LostCause } from './lostCause';
import { probeStack } from './probes';
import type { ProbeEngine, ProbeOptions } from './probes';
import { inspectAll } from './waitUntilWell';
import { describeMigrations } from './watchMigrations';

export interface LookOptions extends ProbeOptions {
  readonly engine: ProbeEngine & EvidenceSource;
  /** Of patience, in milliseconds. */
  readonly waitMs: number;
}

const RETRY_MS = 1_000;

/**
 * Probes a stack until nothing fails, its patience is over, or waiting cannot help any more; returns the last report.
 * Yields a line such as `14 of 16 probes pass; langfuse-web: migrating ClickHouse, 12 of 37` when it changes.
 */
export async function* lookFromOutside(
  project: ComposeProject,
  options: LookOptions,
): AsyncGenerator<string, ProbeReport> {
  const { engine, clock, signal, waitMs } = options;
  const deadline = clock.now() + waitMs;
  const reader = new EvidenceReader(engine, clock);
  const lostCause = new LostCause(clock);
  let last = '';
  for (;;) {
    const report = await probeStack(project, options);
    const isWell = report.outcome === 'ok' || report.outcome === 'not-checked';
    if (isWell || clock.now() >= deadline) return report;
    const containers = await inspectAll(engine, project.name, signal).catch(whenUnseen);
    const rows = await explainedRows(project, containers, reader, signal);
    if (lostCause.among(rows.filter((row) => wellnessOf(row) !== 'well')) !== undefined) return report;
    const migrations = await describeMigrations(project, containers, engine, signal);
    const line = `${passed(report)}; ${migrations ?? waitingFor(report)}`;
    if (line !== last) yield line;
    last = line;
    await pause(clock, RETRY_MS, signal);
  }
}

function passed({ probes }: ProbeReport): string {
  return `${probes.filter(({ outcome }) => outcome === 'ok').length} of ${probes.length} probes pass`;
}

function waitingFor({ probes }: ProbeReport): string {
  const bad = probes.filter(({ outcome }) => outcome === 'failed' || outcome === 'could-not-see');
  return `waiting for ${listed([...new Set(bad.map(({ service }) => service))])}`;
}

/** The report says that the engine does not answer. It may soon. */
function whenUnseen(error: unknown): readonly Container[] {
  if (error instanceof DockerError) return [];
  throw error;
}
