import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '@clickhouse/client';
import { installClickHouse } from './install';
import { seedLangfuse } from './seed';

export interface EmbeddedOptions {
  /** By default the system picks a free one. */
  readonly port?: number;
  /** Stops the server, also while it starts. */
  readonly signal?: AbortSignal;
  /** The time of the newest row; by default now. */
  readonly until?: Date;
  /** How many traces to make up; there are four observations to each. */
  readonly traces?: number;
}

export interface EmbeddedClickHouse {
  readonly url: string;
  readonly user: string;
  readonly password: string;
  stop(): Promise<void>;
}

const USER = 'langfuse';
const TRACES = 2000;

/**
 * A ClickHouse server on loopback without Docker: the real engine in a process of its own, with Langfuse's tables and
 * made-up rows in database `default`. Nothing outlives it, and it does not outlive us. The first start on a machine
 * downloads the engine, about half a gigabyte.
 */
export async function startEmbeddedClickHouse(options: EmbeddedOptions = {}): Promise<EmbeddedClickHouse> {
  const { port = 0, signal, until = new Date(), traces = TRACES } = options;
  const obstacle = embeddedObstacle();
  if (obstacle !== undefined) throw new Error(obstacle);
  const installed = await installClickHouse();
  signal?.throwIfAborted();

  const data = await mkdtemp(join(tmpdir(), 'langfuse-stack-clickhouse-'));
  const password = randomBytes(16).toString('hex');
  const server = fork(join(installed, 'server.mjs'), ['--data', data, '--http', String(port), '--discard'], {
    env: {
      PATH: process.env['PATH'],
      CLICKHOUSE_USER: USER,
      CLICKHOUSE_PASSWORD: password,
      UV_THREADPOOL_SIZE: '32',
    },
    execArgv: [],
    // A process group of its own: the engine signals the whole group when it shuts down by itself.
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const stop = async () => {
    signal?.removeEventListener('abort', abort);
    await end(server);
    await rm(data, { recursive: true, force: true });
  };
  const abort = () => void stop();
  signal?.addEventListener('abort', abort, { once: true });
  try {
    const url = await ready(server);
    await seed(url, password, { until, traces });
    signal?.throwIfAborted();
    return { url, user: USER, password, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** One sentence why it cannot run here, or undefined. */
export function embeddedObstacle(): string | undefined {
  if (process.platform === 'linux' && process.arch === 'x64') return undefined;
  return 'The embedded ClickHouse runs on Linux on x64 only: start a stack with Docker for the notebook instead.';
}

async function seed(url: string, password: string, rows: { until: Date; traces: number }): Promise<void> {
  const client = createClient({ url, username: USER, password });
  try {
    await seedLangfuse(client, rows);
  } finally {
    await client.close();
  }
}

/** The server's address, once it can be used. */
function ready(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let errors = '';
    server.stderr?.setEncoding('utf8').on('data', (text: string) => (errors += text));
    server.once('error', reject);
    server.once('exit', () =>
      reject(new Error(`The embedded ClickHouse did not start.\n${errors.slice(-2000)}`)),
    );
    server.once('message', (message: { readonly url: string }) => resolve(message.url));
  });
}

/** Closing the channel asks the server to end; it sees to it that it does so within seconds. */
async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = once(server, 'exit');
  if (server.connected) server.disconnect();
  await ended;
}
