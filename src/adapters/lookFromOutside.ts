import type { ComposeProject } from '../core/compose/project';
import { listed } from '../core/listed';
import type { ProbeReport } from '../core/probe/probe';
import { foldServices, wellnessOf } from '../core/stack/serviceState';
import { CrashCount } from './crashCount';
import type { DockerEngine } from './docker';
import { probeStack } from './probes';
import type { ProbeEngine, ProbeOptions } from './probes';
import { inspectAll, pause } from './waitUntilWell';
import { describeMigrations } from './watchMigrations';

export interface LookOptions extends ProbeOptions {
  readonly engine: ProbeEngine & Pick<DockerEngine, 'logs'>;
  /** Of patience, in milliseconds. */
  readonly waitMs: number;
}

const RETRY_MS = 1_000;

/**
 * Probes a stack until nothing fails, its patience is over, or a service crashes again and again; returns the last
 * report. Yields a line such as `14 of 16 probes pass; langfuse-web: migrating ClickHouse, 12 of 37` when it changes.
 */
export async function* lookFromOutside(
  project: ComposeProject,
  options: LookOptions,
): AsyncGenerator<string, ProbeReport> {
  const { engine, clock, signal, waitMs } = options;
  const deadline = clock.now() + waitMs;
  const crashes = new CrashCount();
  let last = '';
  for (;;) {
    const report = await probeStack(project, options);
    const isWell = report.outcome === 'ok' || report.outcome === 'not-checked';
    if (isWell || clock.now() >= deadline) return report;
    const containers = await inspectAll(engine, project.name, signal);
    const waiting = foldServices(project, containers).filter((row) => wellnessOf(row) !== 'well');
    if (crashes.tooMany(waiting) !== undefined) return report;
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
