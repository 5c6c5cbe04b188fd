import type { ComposeService } from '../compose/project';
import { authority, isEveryInterface, isLoopback } from '../compose/ports';
import type { Role } from '../langfuse/roles';
import type { BoundPort } from './container';

/** What a browser finds behind a port, as it is called in a sentence. */
export type Page = 'Langfuse' | 'the MinIO console';

/** Undefined for a port that speaks to programs only. */
export function pageOf(
  role: Role | undefined,
  service: ComposeService | undefined,
  { protocol, target }: BoundPort,
): Page | undefined {
  if (protocol !== 'tcp') return undefined;
  if (role === 'web') return 'Langfuse';
  return role === 's3' && target === consolePort(service) ? 'the MinIO console' : undefined;
}

/**
 * The URL under which a port of the engine's machine answers. `undefined`: it is bound to that machine's own
 * loopback address, and the machine is another one.
 */
export function urlOf({ hostIp, published }: BoundPort, engineHost: string): string | undefined {
  if (isEveryInterface(hostIp)) return `http://${authority(engineHost, published)}`;
  if (isLoopback(hostIp) && !isLoopback(engineHost)) return undefined;
  return `http://${authority(hostIp, published)}`;
}

/** What MinIO is told in its command, else where compose files conventionally put it. */
function consolePort(service: ComposeService | undefined): number {
  const words = service?.command?.value.filter((word) => typeof word === 'string') ?? [];
  const told = /--console-address[=\s]+["']?[^\s:"']*:(\d+)/.exec(words.join(' '))?.[1];
  return Number(told ?? 9001);
}
