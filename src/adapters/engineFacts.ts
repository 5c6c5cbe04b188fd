import type { Container } from '../core/stack/container';
import type { EngineFacts } from '../core/stack/engineFacts';
import type { DockerEngine } from './docker';
import { LABEL } from './dockerParse';

/** Completes what is known of a stack's containers by the engine's volumes. */
export async function readEngineFacts(
  engine: Pick<DockerEngine, 'listComposeVolumes'>,
  containers: readonly Container[],
  signal: AbortSignal,
): Promise<EngineFacts> {
  const volumes = await engine.listComposeVolumes(signal);
  return {
    containers,
    volumes: volumes.map(({ name, labels }) => ({
      name,
      project: labels.get(LABEL.project) ?? '',
      key: labels.get(LABEL.volume) ?? '',
    })),
  };
}
