import type { DockerEngine } from './docker';

type RemovingEngine = Pick<
  DockerEngine,
  'listContainers' | 'removeContainer' | 'listNetworks' | 'removeNetwork'
>;

/**
 * Stops and removes every container of a compose project, then its networks; a line for each. Volumes stay. Goes by
 * the labels alone, so it works without compose and its files.
 */
export async function* removeProject(
  engine: RemovingEngine,
  projectName: string,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const containers = await engine.listContainers(projectName, signal);
  // All at once, as each may take its whole grace period; a failure is told when all others are done.
  const removals = await Promise.allSettled(containers.map(({ id }) => engine.removeContainer(id, signal)));
  for (const [index, removal] of removals.entries()) {
    if (removal.status === 'rejected') throw removal.reason;
    yield `${containers[index]?.name ?? ''} is removed`;
  }
  for (const { id, name } of await engine.listNetworks(projectName, signal)) {
    await engine.removeNetwork(id, signal);
    yield `network ${name} is removed`;
  }
}
