import type { ComposeService } from '../compose/project';
import { isEveryInterface } from '../compose/ports';
import type { BoundPort, MountedVolume } from './container';
import type { Drift } from './drift';
import { pageOf } from './pages';
import type { Page } from './pages';
import type { ReplicaState, ServiceState } from './serviceState';

/** What unfolds below a service. */
export type ServiceDetail =
  | EditDetail
  | { readonly kind: 'container'; readonly replica: ReplicaState; readonly isOnlyOne: boolean }
  | { readonly kind: 'port'; readonly port: BoundPort; readonly page: Page | undefined }
  | { readonly kind: 'volume'; readonly volume: MountedVolume };

/** Something that the files give otherwise since the container was created. */
export interface EditDetail {
  readonly kind: 'edit';
  readonly what: 'image' | 'ports' | 'variable' | 'file';
  /** The variable's, or the file's as the compose file has it; else the same as `what`. */
  readonly name: string;
}

/** In the order in which they are shown: what the operator did, then what runs. `service` is what the files declare. */
export function detailsOf(row: ServiceState, service: ComposeService | undefined): readonly ServiceDetail[] {
  const isOnlyOne = row.replicas.length === 1;
  return [
    ...(row.drift === undefined ? [] : editsOf(row.drift)),
    ...row.replicas.map((replica) => ({ kind: 'container', replica, isOnlyOne }) as const),
    ...distinctPorts(row.ports).map(
      (port) => ({ kind: 'port', port, page: pageOf(row.role, service, port) }) as const,
    ),
    ...row.volumes.map((volume) => ({ kind: 'volume', volume }) as const),
  ];
}

/** Tells the details of one service apart, whatever state they are in. */
export function keyOf(detail: ServiceDetail): string {
  switch (detail.kind) {
    case 'edit':
      return `edit/${detail.what}/${detail.name}`;
    case 'container':
      return `container/${detail.replica.containerId}`;
    case 'port':
      return `port/${portKey(detail.port)}`;
    case 'volume':
      return `volume/${detail.volume.name}:${detail.volume.target}`;
  }
}

function editsOf({ variables, image, hasOtherPorts, files }: Drift): readonly EditDetail[] {
  return [
    ...(image === undefined ? [] : [{ kind: 'edit', what: 'image', name: 'image' } as const]),
    ...(hasOtherPorts ? [{ kind: 'edit', what: 'ports', name: 'ports' } as const] : []),
    ...variables.map((name) => ({ kind: 'edit', what: 'variable', name }) as const),
    ...files.map((name) => ({ kind: 'edit', what: 'file', name }) as const),
  ];
}

/** The engine lists IPv4 and IPv6 apart. */
function distinctPorts(ports: readonly BoundPort[]): readonly BoundPort[] {
  return [...new Map(ports.map((port) => [portKey(port), port])).values()];
}

function portKey({ hostIp, published, protocol }: BoundPort): string {
  return `${isEveryInterface(hostIp) ? '*' : hostIp}:${published}/${protocol}`;
}
