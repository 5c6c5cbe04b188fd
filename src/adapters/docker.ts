import type { Duplex } from 'node:stream';
import type Dockerode from 'dockerode';
import type { Container, ContainerStatus } from '../core/stack/container';
import { systemClock } from './clock';
import type { Clock } from './clock';
import { DockerConnection } from './dockerConnection';
import type { EndpointSources } from './dockerEndpoint';
import { DockerError } from './dockerError';
import { openProgram, runProgram } from './dockerExec';
import type { ExecOptions, ExecResult } from './dockerExec';
import {
  LABEL,
  parseEvent,
  toBindMounts,
  PROGRAM_ENDED,
  toContainer,
  toPrograms,
  toStatus,
  toVolume,
  toVolumeSizes,
  withoutSlash,
} from './dockerParse';
import type { ContainerEvent, Volume } from './dockerParse';
import { demultiplex, splitLines } from './dockerStreams';
import type { OutputChunk } from './dockerStreams';
import { mountedFiles } from './mountedFiles';

export interface EngineVersion {
  readonly engine: string;
  readonly api: string;
}

/** A row of the engine's list: enough to see whether a container is worth inspecting. */
export interface ContainerSummary {
  readonly id: string;
  readonly name: string;
  /** The compose project it belongs to; undefined when compose did not make it. */
  readonly project: string | undefined;
  readonly service: string;
  readonly status: ContainerStatus;
}

export interface LogOptions {
  readonly follow: boolean;
  /** Lines from the end to begin with; all of them by default. */
  readonly tail?: number;
  /** Skip what is older: an ISO 8601 time by the engine's clock, which may have nanoseconds. */
  readonly since?: string;
  readonly signal: AbortSignal;
}

/** Loading the list of volumes with sizes makes the engine walk their files. */
const SLOW_REQUEST_MS = 60_000;
/** Beyond the grace periods that compose files give: a database may take its time to stop. */
const GRACE_REQUEST_MS = 180_000;

/** What changes a row. Of a healthcheck's run only the end: its beginning need not be sent. */
const EVENTS = [
  'create',
  'start',
  'restart',
  'die',
  'stop',
  'kill',
  'pause',
  'unpause',
  'oom',
  'rename',
  'destroy',
  'health_status',
  PROGRAM_ENDED,
];

/**
 * The Docker engine that the docker command would use. Connects on first use, and looks for the engine anew after
 * it could not be reached. Every method throws a DockerError, or the signal's reason when that has aborted.
 */
export class DockerEngine {
  private readonly connection: DockerConnection;

  constructor(sources: EndpointSources, clock: Clock = systemClock) {
    this.connection = new DockerConnection(sources, clock);
  }

  async version(signal: AbortSignal): Promise<EngineVersion> {
    const version = await this.connection.request(signal, (docker) => docker.version());
    return { engine: version.Version, api: version.ApiVersion };
  }

  /** The containers of a compose project, whatever their state; not those of `compose run`. */
  async listContainers(projectName: string, signal: AbortSignal): Promise<readonly ContainerSummary[]> {
    const filters = { label: [`${LABEL.project}=${projectName}`, `${LABEL.oneOff}=False`] };
    const list = await this.connection.request(signal, (docker, abortSignal) =>
      docker.listContainers({ all: true, filters, abortSignal }),
    );
    return list.map(toSummary);
  }

  /** Undefined when it is gone. */
  async inspectContainer(id: string, signal: AbortSignal): Promise<Container | undefined> {
    const info = await this.connection
      .request(signal, (docker, abortSignal) => docker.getContainer(id).inspect({ abortSignal }))
      .catch(whenNotFound);
    if (info === undefined) return undefined;
    const files = (await this.connection.isLocal()) ? await mountedFiles(toBindMounts(info)) : [];
    return { ...toContainer(info), ...(files.length > 0 && { files }) };
  }

  /**
   * The command lines of what runs in a container. They may hold passwords: look at them, and keep none. Fails as a
   * conflict when the container does not run.
   */
  async listPrograms(id: string, signal: AbortSignal): Promise<readonly string[]> {
    const answer: unknown = await this.connection.request(signal, (docker, abortSignal) =>
      docker.getContainer(id).top({ abortSignal }),
    );
    return toPrograms(answer);
  }

  /** Running containers that publish the port on the host, of any project. */
  async findPublishers(port: number, signal: AbortSignal): Promise<readonly ContainerSummary[]> {
    const filters = { publish: [String(port)] };
    const list = await this.connection.request(signal, (docker, abortSignal) =>
      docker.listContainers({ filters, abortSignal }),
    );
    return list.map(toSummary);
  }

  /**
   * Resolves once the engine listens to us, so whatever happens afterwards is in the stream. The stream ends when the
   * engine closes it, and throws when the connection breaks or the signal aborts.
   */
  async openEvents(projectName: string, signal: AbortSignal): Promise<AsyncIterable<ContainerEvent>> {
    const filters = {
      type: ['container' as const],
      event: EVENTS,
      label: [`${LABEL.project}=${projectName}`],
    };
    const chunks = await this.connection.open(signal, (docker, abortSignal) => {
      // Typed without a signal, which it honours: hence the variable.
      const options = { filters, abortSignal };
      return docker.getEvents(options);
    });
    return readEvents(chunks);
  }

  /**
   * What the container prints, in the order the engine has it, each line behind its time and a space. Ends when the
   * container stops.
   */
  async *logs(container: Container, options: LogOptions): AsyncGenerator<OutputChunk> {
    const { follow, signal } = options;
    const query = {
      stdout: true,
      stderr: true,
      timestamps: true,
      ...(options.tail === undefined ? {} : { tail: options.tail }),
      ...(options.since === undefined ? {} : { since: toUnixTime(options.since) }),
    };
    const chunks = await this.connection.open(signal, async (docker, abortSignal) => {
      const target = docker.getContainer(container.id);
      if (follow) return target.logs({ ...query, follow: true, abortSignal });
      return [toBuffer(await target.logs({ ...query, follow: false, abortSignal }))];
    });
    yield* container.hasTty ? asStdout(chunks) : demultiplex(chunks);
  }

  /** See `runProgram`. */
  exec(containerId: string, argv: readonly string[], options: ExecOptions): Promise<ExecResult> {
    return runProgram(this.connection, containerId, argv, options);
  }

  /** See `openProgram`. */
  openProgram(containerId: string, argv: readonly string[], options: ExecOptions): Promise<Duplex> {
    return openProgram(this.connection, containerId, argv, options);
  }

  /**
   * A tar archive of a folder in a container, volumes included, whether it runs or not. Its entries begin with the
   * folder's own name. A stream that the engine breaks off may end like a whole one: look for the archive's own end.
   */
  readFolder(containerId: string, path: string, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
    return this.connection.open(signal, (docker, abortSignal) =>
      docker.getContainer(containerId).getArchive({ path, abortSignal }),
    );
  }

  /** The volumes that compose made for a project. External ones and those of `docker volume create` are not among them. */
  listVolumes(projectName: string, signal: AbortSignal): Promise<readonly Volume[]> {
    return this.volumesLabelled(`${LABEL.project}=${projectName}`, signal);
  }

  /** The volumes that compose made for any project. */
  listComposeVolumes(signal: AbortSignal): Promise<readonly Volume[]> {
    return this.volumesLabelled(LABEL.project, signal);
  }

  private async volumesLabelled(label: string, signal: AbortSignal): Promise<readonly Volume[]> {
    const filters = { label: [label] };
    const { Volumes: volumes } = await this.connection.request(signal, (docker, abortSignal) =>
      docker.listVolumes({ filters, abortSignal }),
    );
    // The API has null for "none", whatever its type says.
    return Array.isArray(volumes) ? volumes.map(toVolume) : [];
  }

  /** Stops and starts a container as it is, after its grace period. One that is gone is no failure. */
  async restartContainer(id: string, signal: AbortSignal): Promise<void> {
    await this.inGrace(id, signal, (container, abortSignal) => container.restart({ abortSignal }));
  }

  /** Stops a container, after its grace period. One that is stopped or gone is no failure. */
  async stopContainer(id: string, signal: AbortSignal): Promise<void> {
    await this.inGrace(id, signal, (container, abortSignal) =>
      container.stop({ abortSignal }).catch(whenStopped),
    );
  }

  /** Stops a container, after its grace period, and removes it. One that is gone is no failure; its volumes stay. */
  async removeContainer(id: string, signal: AbortSignal): Promise<void> {
    await this.stopContainer(id, signal);
    await this.inGrace(id, signal, (container, abortSignal) =>
      container.remove({ force: true, abortSignal }),
    );
  }

  private async inGrace(
    id: string,
    signal: AbortSignal,
    work: (container: Dockerode.Container, abortSignal: AbortSignal) => Promise<unknown>,
  ): Promise<void> {
    await this.connection
      .request(signal, (docker, abortSignal) => work(docker.getContainer(id), abortSignal), GRACE_REQUEST_MS)
      .catch(whenNotFound);
  }

  /** The networks that compose made for a project. */
  async listNetworks(
    projectName: string,
    signal: AbortSignal,
  ): Promise<readonly { readonly id: string; readonly name: string }[]> {
    const filters = { label: [`${LABEL.project}=${projectName}`] };
    const networks = await this.connection.request(signal, (docker, abortSignal) =>
      docker.listNetworks({ filters, abortSignal }),
    );
    return networks.map(({ Id: id, Name: name }) => ({ id, name }));
  }

  /** One that is gone is no failure. */
  async removeNetwork(id: string, signal: AbortSignal): Promise<void> {
    await this.connection
      .request(signal, async (docker, abortSignal) => {
        await docker.getNetwork(id).remove({ abortSignal });
      })
      .catch(whenNotFound);
  }

  /** Undefined when it does not exist. */
  async inspectVolume(name: string, signal: AbortSignal): Promise<Volume | undefined> {
    const info = await this.connection
      .request(signal, (docker) => docker.getVolume(name).inspect())
      .catch(whenNotFound);
    return info === undefined ? undefined : toVolume(info);
  }

  /** Removes a volume; one that does not exist is no failure. Fails as a conflict while a container holds it. */
  async removeVolume(name: string, signal: AbortSignal): Promise<void> {
    await this.connection
      .request(signal, async (docker, abortSignal) => {
        await docker.getVolume(name).remove({ abortSignal });
      })
      .catch(whenNotFound);
  }

  /** Bytes by volume name, of every volume whose driver can tell. Takes seconds where volumes are large. */
  async volumeSizes(signal: AbortSignal): Promise<ReadonlyMap<string, number>> {
    const usage = await this.connection.request(
      signal,
      (docker): Promise<unknown> => docker.df(),
      SLOW_REQUEST_MS,
    );
    return toVolumeSizes(usage);
  }

  /** What registries call an image, `sha256:…`. Undefined for one that no registry gave, and for one that is gone. */
  async imageDigest(imageId: string, signal: AbortSignal): Promise<string | undefined> {
    const info = await this.connection
      .request(signal, (docker) => docker.getImage(imageId).inspect())
      .catch(whenNotFound);
    // The API may have null for none, whatever its type says.
    const names = Array.isArray(info?.RepoDigests) ? info.RepoDigests : [];
    return names[0]?.split('@')[1];
  }

  /** Whether the engine has the image, so that it need not be pulled. */
  async hasImage(reference: string, signal: AbortSignal): Promise<boolean> {
    const info = await this.connection
      .request(signal, (docker) => docker.getImage(reference).inspect())
      .catch(whenNotFound);
    return info !== undefined;
  }
}

function toSummary(info: Dockerode.ContainerInfo): ContainerSummary {
  return {
    id: info.Id,
    name: withoutSlash(info.Names[0] ?? info.Id.slice(0, 12)),
    project: info.Labels[LABEL.project],
    service: info.Labels[LABEL.service] ?? '',
    status: toStatus(info.State),
  };
}

/** The engine answers 304 for a container that is stopped already, which the client takes for an error. */
function whenStopped(error: unknown): undefined {
  if (error instanceof Error && 'statusCode' in error && error.statusCode === 304) return undefined;
  throw error;
}

function whenNotFound(error: unknown): undefined {
  if (error instanceof DockerError && error.failure === 'not-found') return undefined;
  throw error;
}

async function* readEvents(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<ContainerEvent> {
  for await (const line of splitLines(chunks)) {
    const event = parseEvent(line);
    if (event !== undefined) yield event;
  }
}

async function* asStdout(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<OutputChunk> {
  for await (const chunk of chunks) yield { stream: 'stdout', data: Buffer.from(chunk) };
}

// The engine takes seconds with a fraction; a Date would lose what lies below the millisecond.
function toUnixTime(iso: string): string {
  const fraction = /\.(\d+)Z$/.exec(iso)?.[1] ?? '0';
  return `${Math.floor(Date.parse(iso) / 1000)}.${fraction}`;
}

// dockerode parses an answer that happens to be JSON, and a log line may be that.
function toBuffer(answer: unknown): Buffer {
  return Buffer.isBuffer(answer) ? answer : Buffer.from(JSON.stringify(answer));
}
