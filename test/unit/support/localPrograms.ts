import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Duplex } from 'node:stream';
import type { TunnelEngine } from '../../../src/adapters/containerTunnel';
import { frame } from './fakeDaemon';

export interface LocalPrograms extends TunnelEngine {
  /** The first words of what was started, in order. */
  readonly started: readonly string[];
  /** Resolves when everything that was started has ended by itself. */
  readonly ended: () => Promise<void>;
}

/**
 * An engine whose containers are this machine: programs run here, and their streams come as the engine sends them. Like
 * the engine it kills nothing: a program whose stream is gone has its input closed.
 */
export function localPrograms(
  services: readonly string[],
  { missing = [] }: { readonly missing?: readonly string[] } = {},
): LocalPrograms {
  const started: string[] = [];
  const ends: Promise<unknown>[] = [];
  return {
    started,
    ended: () => Promise.all(ends).then(() => undefined),
    listContainers: (project) =>
      Promise.resolve(
        services.map((service) => ({ id: service, name: service, project, service, status: 'running' })),
      ),
    openProgram: (id, argv) => {
      const [file = '', ...args] = argv;
      started.push(`${id}: ${file}`);
      if (missing.includes(file)) return Promise.resolve(complaining(`exec: "${file}": not found in $PATH`));
      const child = spawn(file, args, { stdio: ['pipe', 'pipe', 'pipe'] });
      ends.push(once(child, 'exit'));
      child.stdin.on('error', () => undefined);
      const stream: Duplex = new Duplex({
        read: () => void child.stdout.resume(),
        write: (chunk: Buffer, _, done) => void child.stdin.write(chunk, () => done()),
        final: (done) => void child.stdin.end(() => done()),
        destroy: (error, done) => {
          child.stdin.destroy();
          // As the engine: what nobody reads is thrown away.
          child.stdout.removeAllListeners('data').resume();
          done(error);
        },
      });
      child.stdout.on('data', (data: Buffer) => {
        if (!stream.push(Buffer.concat([header(1, data.length), data]))) child.stdout.pause();
      });
      child.stderr.on('data', (data: Buffer) => stream.push(Buffer.concat([header(2, data.length), data])));
      child.once('close', () => stream.push(null));
      return Promise.resolve(stream);
    },
  };
}

/** What the engine sends where the program is not in the image. */
function complaining(words: string): Duplex {
  const stream = new Duplex({ read: () => undefined, write: (_chunk, _encoding, done) => done() });
  stream.push(frame(1, `OCI runtime exec failed: ${words}\r\n`));
  stream.push(null);
  return stream;
}

function header(stream: 1 | 2, length: number): Buffer {
  const bytes = frame(stream, '');
  bytes.writeUInt32BE(length, 4);
  return bytes;
}
