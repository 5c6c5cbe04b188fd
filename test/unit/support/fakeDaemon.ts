import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export type Answer = (response: ServerResponse, request: IncomingMessage, body: string) => void;

export interface FakeDaemon {
  /** For DOCKER_HOST. */
  readonly address: string;
  /** `METHOD path?query` of every request, decoded, in order. */
  readonly requests: readonly string[];
  readonly close: () => Promise<void>;
}

/**
 * Answers by the first key that a request's `METHOD path` begins with. Listens on a socket of its own, or at the address
 * of one that was closed before.
 */
export async function startFakeDaemon(
  answers: Readonly<Record<string, Answer>>,
  address?: string,
): Promise<FakeDaemon> {
  const path =
    address?.replace('unix://', '') ?? join(await mkdtemp(join(tmpdir(), 'daemon-')), 'docker.sock');
  await mkdir(dirname(path), { recursive: true });
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const line = `${request.method ?? ''} ${decodeURIComponent(request.url ?? '')}`;
    requests.push(line);
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const answer = Object.entries(answers).find(([key]) => line.startsWith(key))?.[1];
      if (answer === undefined) response.writeHead(404).end('{"message":"page not found"}');
      else answer(response, request, body);
    });
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return {
    address: `unix://${path}`,
    requests,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(dirname(path), { recursive: true });
    },
  };
}

export function json(value: unknown, status = 200): Answer {
  return (response) => {
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(value));
  };
}

/** A frame of a container's output as the engine sends it. */
export function frame(stream: 1 | 2, text: string): Buffer {
  const data = Buffer.from(text);
  const header = Buffer.from([stream, 0, 0, 0, 0, 0, 0, 0]);
  header.writeUInt32BE(data.length, 4);
  return Buffer.concat([header, data]);
}
