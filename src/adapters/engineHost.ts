import { DockerError } from './dockerError';
import { findEndpoint } from './dockerEndpoint';
import type { EndpointSources } from './dockerEndpoint';

const THIS_MACHINE = '127.0.0.1';

/** The machine on which the engine publishes ports. */
export async function engineHost(sources: EndpointSources): Promise<string> {
  try {
    const endpoint = await findEndpoint(sources);
    return endpoint.kind === 'socket' ? THIS_MACHINE : endpoint.host;
  } catch (error) {
    // Whoever asks the engine itself is told; without an engine there are no ports to reach.
    if (error instanceof DockerError) return THIS_MACHINE;
    throw error;
  }
}

/**
 * Whether the engine is reached over a network: its ports may then be published on another machine, and something else
 * may listen at the same port of this one. The socket of an engine is taken for this machine's.
 */
export async function isRemoteEngine(sources: EndpointSources): Promise<boolean> {
  try {
    return (await findEndpoint(sources)).kind !== 'socket';
  } catch (error) {
    if (error instanceof DockerError) return false;
    throw error;
  }
}
