import { systemClock } from '../adapters/clock';
import { findCulprits } from '../adapters/culprit';
import { DockerEngine } from '../adapters/docker';
import { DockerError } from '../adapters/dockerError';
import { engineHost } from '../adapters/engineHost';
import { lookFromOutside } from '../adapters/lookFromOutside';
import type { LookOptions } from '../adapters/lookFromOutside';
import { loadStack } from '../adapters/stackFiles';
import type { ComposeProject } from '../core/compose/project';
import type { Culprit } from '../core/doctor/culprit';
import { LAYERS } from '../core/probe/probe';
import type { Layer, ProbeReport } from '../core/probe/probe';
import { probesAsText } from '../core/probe/probeText';
import type { CliCommand, CliIo } from './command';
import { UsageError, oneOf, parseCliArgs } from './command';
import { endpointSources, oneFolder, seconds } from './oneFolder';

export const probeCommand: CliCommand = {
  usage: '[--format text|json] [--layers 1-5] [--wait SECONDS] FOLDER',
  summary: 'Asks every service of a running stack whether it really works, from its port to a trace.',
  async run(args, io) {
    const { values, positionals } = parseCliArgs(args, {
      format: { type: 'string', default: 'text' },
      layers: { type: 'string', default: '1-5' },
      wait: { type: 'string', default: '0' },
    });
    const format = oneOf('format', values.format, ['text', 'json']);
    const layers = parseLayers(values.layers);
    const waitMs = seconds('wait', values.wait) * 1000;
    const { project } = await loadStack(oneFolder(positionals), {
      environment: io.environment,
    });

    const sources = endpointSources(io);
    const engine = new DockerEngine(sources);
    const report = await look(project, io, {
      engine,
      engineHost: await engineHost(sources),
      clock: systemClock,
      layers,
      waitMs,
      signal: io.signal,
    });
    const culprits = report.outcome === 'failed' ? await culpritsOf(project, engine, io.signal) : [];
    io.stdout(format === 'json' ? asJson(report, culprits) : asText(report, culprits));
    // Where nothing could be checked, nothing is known to be well.
    return report.outcome === 'ok' ? 0 : 1;
  },
};

/** Progress goes to stderr, so that stdout is the report alone. */
async function look(project: ComposeProject, io: CliIo, options: LookOptions): Promise<ProbeReport> {
  const looking = lookFromOutside(project, options);
  for (;;) {
    const next = await looking.next();
    if (next.done === true) return next.value;
    io.stderr(`${next.value}\n`);
  }
}

/** An engine that does not answer is in the report already. */
async function culpritsOf(
  project: ComposeProject,
  engine: DockerEngine,
  signal: AbortSignal,
): Promise<readonly Culprit[]> {
  try {
    return await findCulprits(project, { engine, clock: systemClock, signal });
  } catch (error) {
    if (error instanceof DockerError) return [];
    throw error;
  }
}

function asText(report: ProbeReport, culprits: readonly Culprit[]): string {
  const causes = culprits.map(({ text }) => `\n${text}\n`);
  return probesAsText(report) + causes.join('');
}

function asJson(report: ProbeReport, culprits: readonly Culprit[]): string {
  const causes = culprits.map(({ service, cause: { id, explanation, remedy, evidence } }) => ({
    service,
    id,
    explanation,
    remedy,
    evidence: evidence?.text ?? null,
  }));
  return `${JSON.stringify({ ...report, causes }, undefined, 2)}\n`;
}

/** `3`, `1-4` or `1,3-5`. */
export function parseLayers(text: string): readonly Layer[] {
  const wanted = new Set<number>();
  for (const part of text.split(',')) {
    const match = /^([1-5])(?:-([1-5]))?$/.exec(part.trim());
    const first = Number(match?.[1]);
    const last = Number(match?.[2] ?? first);
    if (match === null || last < first) {
      throw new UsageError(`--layers takes layers from 1 to 5, such as 1-4, not "${text}".`);
    }
    for (let layer = first; layer <= last; layer++) wanted.add(layer);
  }
  return LAYERS.filter((layer) => wanted.has(layer));
}
