import { Agent } from 'node:http';
import type { ClientRequestArgs } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Tunnel } from '../core/tunnel';
import { openTunnel } from './containerTunnel';
import type { TunnelEngine } from './containerTunnel';

/**
 * The host to name in a request that an agent of ours carries. VS Code drops the agent of every request to another
 * host, by its default for `http.proxySupport`, and the agent alone decides where the request goes.
 */
export const CARRIED_HOST = '127.0.0.1';

/** Sends requests through a tunnel, whatever host they name. Destroying it ends every program it has started. */
export class TunnelAgent extends Agent {
  private readonly closing = new AbortController();

  constructor(
    private readonly engine: TunnelEngine,
    private readonly tunnel: Tunnel,
  ) {
    // A connection costs a program: several requests in a row share one.
    super({ keepAlive: true });
  }

  override createConnection(
    _options: ClientRequestArgs,
    done: (error: Error | null, connection: Duplex) => void,
  ): undefined {
    this.connect().then(
      (connection) => done(null, connection),
      (error: unknown) => {
        // On failure there is no second argument to give, whatever the type asks for.
        Reflect.apply(done, undefined, [error]);
      },
    );
  }

  override destroy(): void {
    this.closing.abort(new Error('The connection was closed.'));
    super.destroy();
  }

  private async connect(): Promise<Duplex> {
    const { signal } = this.closing;
    const connection = await openTunnel(this.engine, this.tunnel, signal);
    // Closed between the last step and this one: nobody else would end it.
    if (signal.aborted) connection.destroy();
    signal.throwIfAborted();
    return connection;
  }
}
