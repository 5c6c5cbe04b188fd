import { connect } from 'node:net';
import type { ConnectionChoice } from '../core/clickhouse/connection';
import type { ComposeProject } from '../core/compose/project';
import { stackConnection } from '../core/langfuse/clickhouseConnection';
import type { DockerEngine } from './docker';
import { DockerError } from './dockerError';

export interface FindOptions {
  readonly engine: Pick<DockerEngine, 'listContainers'>;
  /** Nothing at a port of this machine is then taken for the stack's. */
  readonly isRemote: boolean;
  readonly signal: AbortSignal;
}

/** An address of another network swallows connections rather than refusing them. */
const PATIENCE_MS = 2_000;

/**
 * How the stack's ClickHouse is reached from this machine as things stand: at its published port when something listens
 * there, else through a container. Where no container runs it is the published port: that says best what is missing.
 */
export async function findClickHouse(
  project: ComposeProject,
  { engine, isRemote, signal }: FindOptions,
): Promise<ConnectionChoice> {
  if (isRemote) return stackConnection(project, 'the engine is on another machine');
  const choice = stackConnection(project);
  if (choice.kind === 'unavailable' || choice.connection.tunnel !== undefined) return choice;
  const { url } = choice.connection;
  const through = stackConnection(project, `nothing answers at ${url} here`);
  // A server outside the project has no other address.
  const tunnel = through.kind === 'ready' ? through.connection.tunnel : undefined;
  if (tunnel === undefined || (await listens(new URL(url), signal))) return choice;
  try {
    const containers = await engine.listContainers(project.name, signal);
    const target = tunnel.entrances[0]?.service;
    const isRunning = containers.some(({ service, status }) => service === target && status === 'running');
    return isRunning ? through : choice;
  } catch (error) {
    if (error instanceof DockerError) return choice;
    throw error;
  }
}

function listens({ hostname, port }: URL, signal: AbortSignal): Promise<boolean> {
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  return new Promise((resolve) => {
    const socket = connect({
      host,
      port: Number(port),
      signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]),
    });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
