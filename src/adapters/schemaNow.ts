import type { ComposeProject, ComposeService } from '../core/compose/project';
import { isAboutMigrations } from '../core/probe/probe';
import type { ProbeResult } from '../core/probe/probe';
import type { Container } from '../core/stack/container';
import { probeStack } from './probes';
import type { ProbeOptions } from './probes';

/**
 * How the schemas of the databases stand, measured by the version that runs: the files may name another one already.
 */
export async function schemaNow(
  project: ComposeProject,
  containers: readonly Container[],
  options: Omit<ProbeOptions, 'layers'>,
): Promise<readonly ProbeResult[]> {
  const { probes } = await probeStack(asRunning(project, containers), { ...options, layers: [4] });
  return probes.filter(isAboutMigrations);
}

function asRunning(project: ComposeProject, containers: readonly Container[]): ComposeProject {
  const running = ({ name }: ComposeService) => containers.find(({ service }) => service === name)?.image;
  const services = [...project.services].map(([name, service]) => {
    const { image } = service;
    const value = running(service);
    return [
      name,
      image === undefined || value === undefined ? service : { ...service, image: { ...image, value } },
    ] as const;
  });
  return { ...project, services: new Map(services) };
}
