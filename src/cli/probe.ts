import { systemClock } from '../adapters/clock';
import { DockerEngine } from '../adapters/docker';
import { engineHost } from '../adapters/engineHost';
import { probeUntilWell } from '../adapters/probes';
import { loadStack } from '../adapters/stackFiles';
import { LAYERS } from '../core/probe/probe';
import type { Layer } from '../core/probe/probe';
import { probesAsText } from '../core/probe/probeText';
import type { CliCommand } from './command';
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
    const report = await probeUntilWell(project, {
      engine: new DockerEngine(sources),
      engineHost: await engineHost(sources),
      clock: systemClock,
      layers,
      waitMs,
      signal: io.signal,
    });
    io.stdout(format === 'json' ? `${JSON.stringify(report, undefined, 2)}\n` : probesAsText(report));
    // Where nothing could be checked, nothing is known to be well.
    return report.outcome === 'ok' ? 0 : 1;
  },
};

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
