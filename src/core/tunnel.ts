/** A way to a port inside the network of containers, for programs that run outside of it. Plain data until used. */
export interface Tunnel {
  /** The compose project whose containers are the ways in. */
  readonly project: string;
  readonly port: number;
  /** In the order in which they are tried. */
  readonly entrances: readonly Entrance[];
  /** Why no straight connection will do, as the second half of a sentence. */
  readonly reason: string;
}

/** A service in whose container a program passes the bytes on. */
export interface Entrance {
  readonly service: string;
  /** What the image brings that can open a connection: nothing is ever installed in a container. */
  readonly program: 'bash' | 'node';
  /** The host as that container knows it. */
  readonly host: string;
}

/** Names the services that a tunnel may go through: `clickhouse, langfuse-web or langfuse-worker`. */
export function describeEntrances({ entrances }: Tunnel): string {
  const names = [...new Set(entrances.map(({ service }) => service))];
  const last = names.pop() ?? '';
  return names.length === 0 ? last : `${names.join(', ')} or ${last}`;
}
