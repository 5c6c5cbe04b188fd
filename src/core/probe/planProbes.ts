import type { ComposeProject } from '../compose/project';
import type { Probe } from './probe';
import { ProbeContext } from './probeContext';
import type { ProbeFacts } from './probeContext';
import { clickHouseProbes } from './probes/clickHouse';
import { containerProbes } from './probes/containers';
import { langfuseProbes } from './probes/langfuse';
import { networkProbes } from './probes/network';
import { pipelineProbes } from './probes/pipeline';
import { portProbes } from './probes/ports';
import { postgresProbes } from './probes/postgres';
import { redisProbes } from './probes/redis';
import { s3Probes } from './probes/s3';

const GROUPS: readonly ((context: ProbeContext) => readonly Probe[])[] = [
  containerProbes,
  portProbes,
  networkProbes,
  clickHouseProbes,
  postgresProbes,
  redisProbes,
  s3Probes,
  langfuseProbes,
  pipelineProbes,
];

/** Every probe of a project, by layer. Requirements name probes of the same list. */
export function planProbes(project: ComposeProject, facts: ProbeFacts): readonly Probe[] {
  const context = new ProbeContext(project, facts);
  const probes = GROUPS.flatMap((group) => group(context));
  const ids = new Set(probes.map(({ id }) => id));
  return probes
    .map((probe) => ({ ...probe, requires: probe.requires.filter((id) => ids.has(id)) }))
    .sort((a, b) => a.layer - b.layer);
}
