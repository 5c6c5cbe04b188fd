import { connect } from 'node:net';
import type { PortFact } from '../core/checklist/checklist';
import type { VersionFact } from '../core/checklist/engineItems';
import type { ComposeProject } from '../core/compose/project';
import { UserError } from '../core/userError';
import { ProgramMissingError, runProcess } from './childProcess';
import type { DockerEngine } from './docker';

export async function readEngineVersion(
  engine: Pick<DockerEngine, 'version'>,
  signal: AbortSignal,
): Promise<VersionFact> {
  try {
    return { version: (await engine.version(signal)).engine };
  } catch (error) {
    if (error instanceof UserError) return { failure: error.message };
    throw error;
  }
}

export interface ComposeVersionOptions {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

/** Asks the Compose plugin itself, which needs no engine. */
export async function readComposeVersion(options: ComposeVersionOptions): Promise<VersionFact> {
  try {
    const running = runProcess('docker', ['compose', 'version', '--short'], options);
    for (;;) {
      const next = await running.next();
      if (next.done !== true) continue;
      const { exitCode, stdout } = next.value;
      const version = stdout.trim().replace(/^v/, '');
      return exitCode === 0 && version !== '' ? { version } : { failure: NO_PLUGIN };
    }
  } catch (error) {
    if (error instanceof ProgramMissingError) return { failure: NO_COMMAND };
    throw error;
  }
}

const NO_PLUGIN = 'The docker command has no Compose plugin. Install docker-compose-plugin.';
const NO_COMMAND = 'The docker command was not found. Install Docker Engine with the Compose plugin.';

/**
 * Who holds the ports that the stack publishes. `isLocal`: whether the engine publishes them on this machine, where
 * other programs can be seen as well. Throws the engine's DockerError.
 */
export async function readPorts(
  project: ComposeProject,
  engine: Pick<DockerEngine, 'findPublishers'>,
  isLocal: boolean,
  signal: AbortSignal,
): Promise<readonly PortFact[]> {
  const hosts = new Map<number, string>();
  for (const { isActive, ports } of project.services.values()) {
    if (!isActive) continue;
    for (const { published, protocol, hostIp } of ports)
      if (published !== undefined && protocol === 'tcp') hosts.set(published, hostIp);
  }
  return Promise.all(
    [...hosts].map(async ([port, hostIp]): Promise<PortFact> => {
      const publishers = await engine.findPublishers(port, signal);
      const other = publishers.find((publisher) => publisher.project !== project.name);
      if (other !== undefined) return { port, holder: { name: `the container ${other.name}` } };
      if (publishers.length > 0) return { port, holder: 'stack' };
      if (!isLocal) return { port, holder: 'unseen' };
      const isTaken = await answers(port, hostIp, signal);
      return { port, holder: isTaken ? { name: 'a program outside Docker' } : 'nobody' };
    }),
  );
}

const CONNECT_MS = 500;

/**
 * Whether somebody listens there. Asked by connecting: to listen ourselves would be exact, but could take the port from
 * under a stack that starts at this moment.
 */
function answers(port: number, hostIp: string, signal: AbortSignal): Promise<boolean> {
  const host = ['', '0.0.0.0', '::'].includes(hostIp) ? '127.0.0.1' : hostIp;
  return new Promise((resolve) => {
    const socket = connect({ host, port, signal, timeout: CONNECT_MS });
    const done = (isTaken: boolean): void => {
      socket.destroy();
      resolve(isTaken);
    };
    socket.once('connect', () => done(true));
    socket.once('timeout', () => done(false));
    socket.once('error', () => done(false));
  });
}
