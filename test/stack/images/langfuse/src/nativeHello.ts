import { connect } from 'node:net';

export interface Target {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
}

const TIMEOUT_MS = 5000;

/** Logs in by ClickHouse's native protocol and hangs up. Fails with the words of the migration tool's driver. */
export function sayHello(target: Target): Promise<void> {
  const { host, port } = target;
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, timeout: TIMEOUT_MS });
    const fail = (message: string) => {
      socket.destroy();
      reject(new Error(message));
    };
    socket.on('connect', () => socket.write(helloPacket(target)));
    socket.on('timeout', () => fail(`dial tcp ${host}:${port}: i/o timeout`));
    socket.on('error', (error) => fail(describeDialError(error, host, port)));
    socket.on('close', () => fail('driver: bad connection'));
    socket.on('data', (answer) => {
      const [packet] = answer;
      if (packet === 0) {
        resolve();
        socket.destroy();
      } else
        fail(
          packet === 2 ? readException(answer) : `[hello] unexpected packet [${String(packet)}] from server`,
        );
    });
  });
}

function describeDialError(error: Error, host: string, port: number): string {
  const code = 'code' in error ? error.code : undefined;
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return `dial tcp: lookup ${host} on 127.0.0.11:53: no such host`;
  const address = 'address' in error ? String(error.address) : host;
  const reason = code === 'ECONNREFUSED' ? 'connection refused' : error.message;
  return `dial tcp ${address.includes(':') ? `[${address}]` : address}:${port}: connect: ${reason}`;
}

function helloPacket({ database, user, password }: Target): Buffer {
  return Buffer.concat([
    Buffer.from([0]),
    text('Golang SQLDriver'),
    ...[1, 1, 54447].map(number),
    ...[database, user, password].map(text),
  ]);
}

/** A code of four bytes, then a name and a message. */
function readException(packet: Buffer): string {
  let at = 5;
  const next = () => {
    let length = 0;
    for (let shift = 0, byte = 128; byte >= 128; shift += 7) {
      byte = packet[at++] ?? 0;
      length |= (byte & 127) << shift;
    }
    at += length;
    return packet.toString('utf8', at - length, at);
  };
  next();
  return `code: ${packet.readInt32LE(1)}, message: ${next().replace(/^DB::Exception: /, '')}`;
}

function number(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest >>>= 7) bytes.push((rest & 127) | 128);
  return Buffer.from([...bytes, rest]);
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value, 'utf8');
  return Buffer.concat([number(bytes.length), bytes]);
}
