import type { Agent } from 'node:http';
import { Agent as TlsAgent } from 'node:https';
import type Dockerode from 'dockerode';
import { linkAbort, untilAborted } from './abort';
import type { Clock } from './clock';
import { findEndpoint } from './dockerEndpoint';
import type { EndpointSources, SocketEndpoint, TcpEndpoint } from './dockerEndpoint';
import { DockerError, toDockerError } from './dockerError';
import { StdioAgent } from './stdioAgent';
import { CARRIED_HOST } from './tunnelAgent';

type Ask<T> = (docker: Dockerode, signal: AbortSignal) => Promise<T>;
type Stream = NodeJS.ReadableStream | readonly Buffer[];

interface Connection {
  readonly docker: Dockerode;
  readonly address: string;
  readonly isLocal: boolean;
  /** Gives up what waits for further requests; those under way go on. */
  readonly retire: () => void;
}

const ANSWER_MS = 10_000;

/**
 * Sends requests to the engine that the docker command would use, and looks for that engine anew after it could
 * not be reached. Failures are DockerErrors, or the signal's reason once that has aborted.
 */
export class DockerConnection {
  private connection: Promise<Connection> | undefined;

  constructor(
    private readonly sources: EndpointSources,
    private readonly clock: Clock,
  ) {}

  async request<T>(signal: AbortSignal, ask: Ask<T>, timeoutMs = ANSWER_MS): Promise<T> {
    const link = linkAbort(signal);
    try {
      return await this.ask(signal, link, ask, timeoutMs);
    } finally {
      link.release();
    }
  }

  /** The answer must begin in time, and may then last: it ends with the engine, the signal, or its reader. */
  async open(signal: AbortSignal, ask: Ask<Stream>): Promise<AsyncIterable<Uint8Array>> {
    const link = linkAbort(signal);
    try {
      const stream = await this.ask(signal, link, ask, ANSWER_MS);
      // An error before anyone reads would end the process; whoever reads later gets it all the same.
      if ('on' in stream) stream.on('error', () => undefined);
      return read(stream, signal, link.release, await this.address());
    } catch (error) {
      link.release();
      throw error;
    }
  }

  private async ask<T>(
    signal: AbortSignal,
    link: ReturnType<typeof linkAbort>,
    ask: Ask<T>,
    timeoutMs: number,
  ): Promise<T> {
    signal.throwIfAborted();
    const connection = await this.connect();
    const { docker, address } = connection;
    const stopTimer = this.clock.after(timeoutMs, () => link.abort(timeoutOf(address)));
    try {
      // Some of dockerode's methods take no signal, so the waiting itself is bounded as well.
      return await untilAborted(ask(docker, link.signal), link.signal);
    } catch (error) {
      const failure = explain(error, address, signal);
      if (failure instanceof DockerError && failure.isUnreachable) {
        connection.retire();
        this.connection = undefined;
      }
      throw failure;
    } finally {
      stopTimer();
    }
  }

  private async connect(): Promise<Connection> {
    this.connection ??= load(this.sources);
    try {
      return await this.connection;
    } catch (error) {
      this.connection = undefined;
      throw error;
    }
  }

  /** Whether the engine's files are those of this machine. */
  async isLocal(): Promise<boolean> {
    return (await this.connect()).isLocal;
  }

  private async address(): Promise<string> {
    return (await this.connect()).address;
  }
}

async function* read(
  stream: Stream,
  signal: AbortSignal,
  release: () => void,
  address: string,
): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of stream) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
  } catch (error) {
    throw explain(error, address, signal);
  } finally {
    release();
  }
}

/** What to throw: the signal's reason when the operator's wish is what ended the work. */
function explain(error: unknown, address: string, signal: AbortSignal): unknown {
  return signal.aborted ? signal.reason : toDockerError(error, address);
}

function timeoutOf(address: string): DockerError {
  return new DockerError('timeout', `Docker at ${address} does not answer. Restart Docker.`);
}

async function load(sources: EndpointSources): Promise<Connection> {
  const endpoint = await findEndpoint(sources);
  const { default: Docker } = await import('dockerode');
  const { address } = endpoint;
  const isLocal = endpoint.kind === 'socket';
  if (endpoint.kind !== 'ssh')
    return { docker: new Docker(optionsFor(endpoint)), address, isLocal, retire: () => undefined };
  const agent = new StdioAgent({ address, environment: sources.environment });
  // The host is only a name here: the agent alone decides where a request goes.
  const options: Options = { ...OVER_AGENT, agent };
  const docker = new Docker(options);
  return { docker, address, isLocal, retire: () => agent.closeIdle() };
}

/** The type that comes with dockerode does not know that it takes an agent. */
type Options = Dockerode.DockerOptions & { readonly agent?: Agent };

const OVER_AGENT: Options = { protocol: 'http', host: CARRIED_HOST, port: 80 };

function optionsFor(endpoint: SocketEndpoint | TcpEndpoint): Options {
  if (endpoint.kind === 'socket') return { socketPath: endpoint.path };
  const { host, port, tls } = endpoint;
  if (tls === undefined) return { host, port, protocol: 'http' };
  const { ca, cert, key, isVerified } = tls;
  return {
    host,
    port,
    protocol: 'https',
    ...(ca && { ca }),
    ...(cert && { cert }),
    ...(key && { key }),
    ...(isVerified ? {} : { agent: new TlsAgent({ rejectUnauthorized: false }) }),
  };
}
