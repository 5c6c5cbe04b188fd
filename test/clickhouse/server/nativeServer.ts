import type { Server, Socket } from 'node:net';
import { createServer } from 'node:net';
import { hostname } from 'node:os';
import { ServerError } from './serverError';
import type { User } from './users';
import { authenticate } from './users';

const PROTOCOL_REVISION = 54467;
const Packet = { hello: 0, exception: 2, pong: 4 } as const;
const ClientPacket = { hello: 0, query: 1, ping: 4 } as const;

/**
 * The greeting of ClickHouse's native protocol: it logs a client in, or refuses it with the server's words, and
 * answers pings. Queries are refused; they go over HTTP.
 */
export function listenNative(user: User, version: string, port: number, host: string): Promise<Server> {
  const server = createServer((socket) => {
    let received = Buffer.alloc(0);
    let isGreeted = false;
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      if (isGreeted) {
        answerPacket(socket, received[0]);
        received = Buffer.alloc(0);
        return;
      }
      if (received[0] !== ClientPacket.hello) {
        rejectHttp(socket);
        return;
      }
      const login = readHello(received);
      if (login === undefined) return;
      isGreeted = true;
      received = Buffer.alloc(0);
      try {
        authenticate(user, { ...login, address: socket.remoteAddress ?? '' });
        socket.write(greeting(version));
      } catch (error) {
        socket.end(exceptionPacket(ServerError.from(error)));
      }
    });
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve(server));
  });
}

function answerPacket(socket: Socket, packet: number | undefined): void {
  if (packet === ClientPacket.ping) socket.write(Buffer.from([Packet.pong]));
  else if (packet === ClientPacket.query)
    socket.end(
      exceptionPacket(new ServerError(48, 'NOT_IMPLEMENTED', 'This server takes queries over HTTP only')),
    );
}

/** What a native port answers to a client that mistook it for the HTTP port. */
function rejectHttp(socket: Socket): void {
  socket.end(
    'HTTP/1.0 400 Bad Request\r\n\r\nPort 9000 is for clickhouse-client program\r\nYou must use port 8123 for HTTP.\r\n',
  );
}

/** Name and password from a hello packet; undefined while it is incomplete. */
function readHello(bytes: Buffer): { name: string; password: string } | undefined {
  let at = 1;
  const number = (): number | undefined => {
    let value = 0;
    for (let shift = 0; at < bytes.length; shift += 7) {
      const byte = bytes[at++]!;
      value |= (byte & 127) << shift;
      if (byte < 128) return value;
    }
    return undefined;
  };
  const text = (): string | undefined => {
    const length = number();
    if (length === undefined || at + length > bytes.length) return undefined;
    at += length;
    return bytes.toString('utf8', at - length, at);
  };
  const clientName = text();
  const versions = [number(), number(), number()];
  const [database, name, password] = [text(), text(), text()];
  if ([clientName, database, ...versions].includes(undefined)) return undefined;
  return name === undefined || password === undefined ? undefined : { name: name || 'default', password };
}

function greeting(version: string): Buffer {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  return Buffer.concat([
    Buffer.from([Packet.hello]),
    textBytes('ClickHouse'),
    ...[major, minor, PROTOCOL_REVISION].map(numberBytes),
    textBytes('UTC'),
    textBytes(hostname()),
    numberBytes(patch),
  ]);
}

function exceptionPacket(error: ServerError): Buffer {
  const code = Buffer.alloc(4);
  code.writeInt32LE(error.code);
  return Buffer.concat([
    Buffer.from([Packet.exception]),
    code,
    textBytes('DB::Exception'),
    textBytes(`DB::Exception: ${error.message}`),
    textBytes(''),
    Buffer.from([0]),
  ]);
}

function numberBytes(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest >>>= 7) bytes.push((rest & 127) | 128);
  return Buffer.from([...bytes, rest]);
}

function textBytes(text: string): Buffer {
  const bytes = Buffer.from(text, 'utf8');
  return Buffer.concat([numberBytes(bytes.length), bytes]);
}
