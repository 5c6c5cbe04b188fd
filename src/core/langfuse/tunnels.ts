import type { ComposeProject } from '../compose/project';
import type { Entrance, Tunnel } from '../tunnel';
import { servicesOf } from './roles';

/**
 * Bash is in ClickHouse's image, whose entrypoint is written in it, and costs a few megabytes; what it opens is the
 * container's own port, so this way holds while Langfuse itself does not start. Node is in both images of Langfuse and
 * costs tens of megabytes.
 */
export function tunnelToClickHouse(
  project: ComposeProject,
  target: { readonly service: string; readonly port: number },
  reason: string,
): Tunnel {
  const inside: Entrance = { service: target.service, program: 'bash', host: '127.0.0.1' };
  const through = tunnelThroughLangfuse(project, { host: target.service, port: target.port }, reason);
  return { ...through, entrances: [inside, ...through.entrances] };
}

/** To what Langfuse's own processes reach by name. */
export function tunnelThroughLangfuse(
  project: ComposeProject,
  { host, port }: { readonly host: string; readonly port: number },
  reason: string,
): Tunnel {
  const langfuse = [...servicesOf(project, 'web'), ...servicesOf(project, 'worker')];
  const entrances = langfuse.map(({ name }): Entrance => ({ service: name, program: 'node', host }));
  return { project: project.name, port, entrances, reason };
}
