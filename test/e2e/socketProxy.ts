import { createConnection, createServer } from 'node:net';
import type { NetConnectOpts, Server, Socket } from 'node:net';

/** A socket that leads to the real engine until it is closed: to its users, that engine has stopped. */
export class SocketProxy {
  readonly address: string;
  private readonly target: NetConnectOpts;
  private readonly connections = new Set<Socket>();
  private server: Server | undefined;

  /** `engine` is a DOCKER_HOST; undefined is Docker's usual socket. */
  constructor(
    private readonly path: string,
    engine = 'unix:///var/run/docker.sock',
  ) {
    this.address = `unix://${path}`;
    const { protocol, hostname, port, pathname } = new URL(engine);
    this.target = protocol === 'unix:' ? { path: pathname } : { host: hostname, port: Number(port) };
  }

  async open(): Promise<void> {
    const server = createServer({ allowHalfOpen: true }, (client) => this.connect(client));
    this.server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.path, resolve);
    });
  }

  /** Cuts every connection and removes the socket. */
  async close(): Promise<void> {
    const server = this.server;
    this.server = undefined;
    for (const connection of this.connections) connection.destroy();
    if (server !== undefined) await new Promise((resolve) => server.close(resolve));
  }

  private connect(client: Socket): void {
    const engine = createConnection({ ...this.target, allowHalfOpen: true });
    for (const [from, to] of [
      [client, engine],
      [engine, client],
    ] as const) {
      this.connections.add(from);
      from.pipe(to);
      // A cut connection is what this is for; the other half goes with it.
      from.on('error', () => to.destroy());
      from.on('close', () => {
        this.connections.delete(from);
        to.destroy();
      });
    }
  }
}
