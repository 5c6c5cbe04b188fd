import type { ComposeProject } from '../compose/project';
import { servicesOf } from '../langfuse/roles';
import type { Value } from '../secret';
import type { Container } from './container';

/** What Langfuse received: in its container if there is one, as the files may have been edited since; else from these. */
export function langfuseEnvironment(
  project: ComposeProject,
  containers: readonly Container[],
): ReadonlyMap<string, Value> {
  const [service] = [...servicesOf(project, 'web'), ...servicesOf(project, 'worker')];
  if (service === undefined) return new Map();
  const container = containers.find((candidate) => candidate.service === service.name);
  return (
    container?.environment ?? new Map(Array.from(service.environment, ([name, { value }]) => [name, value]))
  );
}
