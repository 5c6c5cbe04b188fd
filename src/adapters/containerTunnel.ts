import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { describeEntrances } from '../core/tunnel';
import type { Entrance, Tunnel } from '../core/tunnel';
import { UserError } from '../core/userError';
import { untilAborted } from './abort';
import type { DockerEngine } from './docker';
import { demultiplex } from './dockerStreams';
import type { OutputChunk } from './dockerStreams';
import { OPENED, connectErrorOf, relayAt } from './relay';
import { StreamSocket } from './streamSocket';

export type TunnelEngine = Pick<DockerEngine, 'listContainers' | 'openProgram'>;

/** No way through the containers, in one sentence for the operator. */
export class TunnelError extends UserError {
  constructor(
    message: string,
    /** As a socket would have failed, when a container was entered and the port did not answer from there. */
    readonly code?: string,
  ) {
    super(message);
  }
}

/** Starting a program in a container takes a busy engine seconds. */
const OPEN_MS = 15_000;
/** Enough of what a relay says. */
const KEPT_TEXT = 2_000;

/**
 * Opens a connection through the first entrance that leads to the port. It is a program in that container, which ends
 * when the connection is destroyed. Throws a TunnelError, a DockerError, or the signal's reason.
 */
export async function openTunnel(
  engine: TunnelEngine,
  tunnel: Tunnel,
  outerSignal: AbortSignal,
): Promise<StreamSocket> {
  const deadline = AbortSignal.timeout(OPEN_MS);
  const signal = AbortSignal.any([outerSignal, deadline]);
  const failures: Failure[] = [];
  try {
    const containers = await engine.listContainers(tunnel.project, signal);
    for (const entrance of tunnel.entrances) {
      const container = containers.find(
        ({ service, status }) => service === entrance.service && status === 'running',
      );
      const opened: StreamSocket | Failure =
        container === undefined
          ? { why: `${entrance.service} does not run`, code: undefined }
          : await enter(engine, container.id, { entrance, port: tunnel.port, signal });
      if (opened instanceof StreamSocket) return opened;
      failures.push(opened);
    }
  } catch (error) {
    outerSignal.throwIfAborted();
    if (deadline.aborted) throw silent(tunnel);
    throw error;
  }
  throw explain(tunnel, failures);
}

interface Failure {
  readonly why: string;
  readonly code: string | undefined;
}

async function enter(
  engine: TunnelEngine,
  containerId: string,
  {
    entrance,
    port,
    signal,
  }: { readonly entrance: Entrance; readonly port: number; readonly signal: AbortSignal },
): Promise<StreamSocket | Failure> {
  const { argv, environment } = relayAt(entrance, port);
  const program = await engine.openProgram(containerId, argv, { environment, signal });
  const output = demultiplex(program);
  try {
    const printed = await untilAborted(readGreeting(output), signal);
    if (printed === undefined) return new TunnelSocket(program, output);
    program.destroy();
    const code = connectErrorOf(printed);
    const why =
      code === undefined
        ? `${entrance.service} has no ${entrance.program}`
        : `${entrance.host}:${port} does not answer in ${entrance.service} (${code})`;
    return { why, code };
  } catch (error) {
    program.destroy();
    throw error;
  }
}

/** Undefined once the connection is open, else everything that was printed until the program ended. */
async function readGreeting(output: AsyncGenerator<OutputChunk>): Promise<string | undefined> {
  let printed = '';
  for (;;) {
    const next = await output.next();
    if (next.done === true) return printed;
    printed = (printed + next.value.data.toString()).slice(0, KEPT_TEXT);
    if (next.value.stream === 'stderr' && printed.trimEnd() === OPENED) return undefined;
  }
}

function explain(tunnel: Tunnel, failures: readonly Failure[]): TunnelError {
  const refused = failures.find(({ code }) => code !== undefined);
  if (refused !== undefined)
    return new TunnelError(
      `${refused.why}. It may still be starting; look into the logs of its container.`,
      refused.code,
    );
  const why = failures.map((failure) => failure.why).join(', ');
  return new TunnelError(
    `No container of ${tunnel.project} leads to port ${tunnel.port}${why === '' ? '' : `: ${why}`}. Start the stack with Up.`,
  );
}

function silent(tunnel: Tunnel): TunnelError {
  return new TunnelError(
    `Docker started no program in ${describeEntrances(tunnel)} within ${OPEN_MS / 1000} s. Try again when the machine is less busy.`,
  );
}

/** A connection whose far end is a program in a container. */
class TunnelSocket extends StreamSocket {
  private wake: (() => void) | undefined;

  constructor(
    private readonly program: Duplex,
    output: AsyncGenerator<OutputChunk>,
  ) {
    // As a network socket: where the far end has ended, nothing can be said any more.
    super({ allowHalfOpen: false });
    void this.pass(output);
  }

  private async pass(output: AsyncGenerator<OutputChunk>): Promise<void> {
    try {
      // Frames are taken one at a time, and only while there is room: so a slow reader slows the server down.
      for await (const { stream, data } of output) {
        if (stream !== 'stdout') continue;
        this.touch();
        if (!this.push(data)) await new Promise<void>((resolve) => (this.wake = resolve));
        if (this.destroyed) return;
      }
      this.push(null);
    } catch (error) {
      this.destroy(error instanceof Error ? error : new Error(String(error)));
    }
  }

  override _read(): void {
    this.wake?.();
    this.wake = undefined;
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.touch();
    this.program.write(chunk, done);
  }

  override _final(done: (error?: Error | null) => void): void {
    this.program.end(() => done());
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    // The engine closes the program's input, which ends it.
    this.program.destroy();
    this._read();
    done(error);
  }

  protected override hold(how: 'ref' | 'unref'): void {
    if (this.program instanceof Socket || this.program instanceof StreamSocket) this.program[how]();
  }
}
