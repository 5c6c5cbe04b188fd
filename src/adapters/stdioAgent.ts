import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { Agent } from 'node:http';
import { Socket } from 'node:net';
import type { Duplex, Readable, Writable } from 'node:stream';
import { DockerError } from './dockerError';
import { StreamSocket } from './streamSocket';

export interface StdioTarget {
  /** What the docker command takes as its host, such as `ssh://me@far`. */
  readonly address: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Each connection is a process, and over SSH a login: a few wait for the next requests instead of ending. */
const MAX_IDLE = 4;

/**
 * Connects to an engine as the docker command does, through `docker system dial-stdio`: the operator's own SSH
 * configuration, keys and agent hold, and none of them is read here. A connection that cannot be made fails with a
 * DockerError in SSH's own words.
 */
export class StdioAgent extends Agent {
  constructor(private readonly target: StdioTarget) {
    super({ keepAlive: true, maxFreeSockets: MAX_IDLE });
  }

  override createConnection(): Duplex {
    return new StdioConnection(this.target);
  }

  /** Ends the connections that wait for a request. Those in use end with their request. */
  closeIdle(): void {
    for (const socket of Object.values(this.freeSockets).flatMap((sockets) => sockets ?? []))
      socket.destroy();
  }
}

const KEPT_STDERR = 4_096;

/** A process whose input and output are the two directions of one connection. It ends with the connection. */
class StdioConnection extends StreamSocket {
  private readonly child: ChildProcessByStdio<Writable, Readable, Readable>;
  private hasReceived = false;
  private stderr = '';

  constructor({ address, environment }: StdioTarget) {
    super();
    // A session of its own: without a terminal SSH fails where it would otherwise wait for a passphrase.
    this.child = spawn('docker', ['--host', address, 'system', 'dial-stdio'], {
      env: environment,
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    this.child.stdout.on('data', (chunk: Buffer) => {
      this.hasReceived = true;
      this.touch();
      if (!this.push(chunk)) this.child.stdout.pause();
    });
    this.child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.stderr = (this.stderr + text).slice(-KEPT_STDERR);
    });
    // Whatever is written to a process that has ended is lost; its end is what gets reported.
    this.child.stdin.on('error', () => undefined);
    this.child.once('error', (error) => this.destroy(cannotStart(error)));
    this.child.once('close', () => {
      if (this.hasReceived) this.push(null);
      else this.destroy(cannotConnect(address, this.stderr));
    });
  }

  override _read(): void {
    this.child.stdout.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.touch();
    // The failure of a write is told by the end of the process.
    this.child.stdin.write(chunk, () => done());
  }

  override _final(done: (error?: Error | null) => void): void {
    this.child.stdin.end(() => done());
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    // The command ends SSH when it ends.
    this.child.stdin.destroy();
    this.child.kill();
    done(error);
  }

  protected override hold(how: 'ref' | 'unref'): void {
    const { child } = this;
    child[how]();
    for (const stream of [child.stdin, child.stdout, child.stderr])
      if (stream instanceof Socket) stream[how]();
  }
}

function cannotStart(error: Error): Error {
  if (!('code' in error) || error.code !== 'ENOENT') return error;
  return new DockerError(
    'absent',
    'An engine behind SSH is reached by the docker command, which was not found. Install the Docker CLI.',
    { cause: error },
  );
}

function cannotConnect(address: string, stderr: string): DockerError {
  // The command wraps what SSH says.
  const said = (stderr.split('stderr=').at(-1) ?? '').trim().split('\n').at(-1)?.trim() ?? '';
  const why = said === '' ? 'The connection was closed.' : /[.!?]$/.test(said) ? said : `${said}.`;
  return new DockerError(
    'down',
    `Cannot reach Docker at ${address}. ${why} Try "docker --host ${address} version" in a terminal.`,
  );
}
