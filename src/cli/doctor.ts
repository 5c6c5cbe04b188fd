import { systemClock } from '../adapters/clock';
import { DockerEngine } from '../adapters/docker';
import { engineHost } from '../adapters/engineHost';
import { examine } from '../adapters/examine';
import { loadStack } from '../adapters/stackFiles';
import { diagnosisAsText } from '../core/doctor/diagnosisText';
import type { CliCommand } from './command';
import { oneOf, parseCliArgs } from './command';
import { endpointSources, oneFolder } from './oneFolder';

export const doctorCommand: CliCommand = {
  usage: '[--format text|json] FOLDER',
  summary: 'Says what a running stack suffers from, what to mend first, and where that is seen.',
  async run(args, io) {
    const { values, positionals } = parseCliArgs(args, { format: { type: 'string', default: 'text' } });
    const format = oneOf('format', values.format, ['text', 'json']);
    const stack = await loadStack(oneFolder(positionals), { environment: io.environment });
    const sources = endpointSources(io);
    const { diagnosis, report } = await examine(stack, {
      engine: new DockerEngine(sources),
      engineHost: await engineHost(sources),
      clock: systemClock,
      levels: new Map(),
      signal: io.signal,
    });
    io.stdout(
      format === 'json'
        ? `${JSON.stringify({ ...diagnosis, probes: report.probes }, undefined, 2)}\n`
        : diagnosisAsText(diagnosis),
    );
    return diagnosis.outcome === 'healthy' ? 0 : 1;
  },
};
