import type { DockerEngine } from './docker';

type StoppingEngine = Pick<DockerEngine, 'listContainers' | 'stopContainer'>;

/** Stops the containers of one service, each after its grace period; a line for each. They stay, and can be started. */
export async function* stopService(
  engine: StoppingEngine,
  projectName: string,
  service: string,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const containers = await engine.listContainers(projectName, signal);
  const own = containers.filter((container) => container.service === service);
  const stops = await Promise.allSettled(own.map(({ id }) => engine.stopContainer(id, signal)));
  for (const [index, stop] of stops.entries()) {
    if (stop.status === 'rejected') throw stop.reason;
    yield `${own[index]?.name ?? ''} is stopped`;
  }
}
