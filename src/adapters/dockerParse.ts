import type Dockerode from 'dockerode';
import { Secret } from '../core/secret';
import type {
  BoundPort,
  Container,
  ContainerHealth,
  ContainerStatus,
  MountedVolume,
} from '../core/stack/container';
import type { BindMount } from './mountedFiles';

export const LABEL = {
  project: 'com.docker.compose.project',
  service: 'com.docker.compose.service',
  number: 'com.docker.compose.container-number',
  oneOff: 'com.docker.compose.oneoff',
  volume: 'com.docker.compose.volume',
} as const;

const STATUSES: readonly ContainerStatus[] = [
  'created',
  'running',
  'paused',
  'restarting',
  'removing',
  'exited',
  'dead',
];

export function toStatus(text: string): ContainerStatus {
  return STATUSES.find((status) => status === text) ?? 'unknown';
}

export function toContainer(info: Dockerode.ContainerInspectInfo): Container {
  const { State: state, Config: config } = info;
  return {
    id: info.Id,
    name: withoutSlash(info.Name),
    service: config.Labels[LABEL.service] ?? '',
    number: Number(config.Labels[LABEL.number] ?? 1),
    image: config.Image,
    imageId: info.Image,
    environment: new Map(Array.from(toEnvironment(info), ([name, value]) => [name, new Secret(value)])),
    status: toStatus(state.Status),
    exitCode: state.ExitCode,
    error: state.Error,
    isOomKilled: state.OOMKilled,
    startedAt: toTime(state.StartedAt),
    finishedAt: toTime(state.FinishedAt),
    restartCount: info.RestartCount,
    // 0 stands for none.
    ...(info.HostConfig.Memory ? { memoryLimit: info.HostConfig.Memory } : {}),
    restartPolicy: info.HostConfig.RestartPolicy?.Name ?? '',
    health: toHealth(state.Health),
    ports: toPorts(info.NetworkSettings.Ports),
    volumes: toMountedVolumes(info.Mounts),
    hasTty: config.Tty,
  };
}

/** Entries without `=` cannot come from an engine; they are left out. */
function toEnvironment({ Config: config }: Dockerode.ContainerInspectInfo): ReadonlyMap<string, string> {
  // The API has null for none, whatever its type says.
  const entries = Array.isArray(config.Env) ? config.Env : [];
  return new Map(
    entries.flatMap((entry) => {
      const at = entry.indexOf('=');
      return at < 1 ? [] : [[entry.slice(0, at), entry.slice(at + 1)] as const];
    }),
  );
}

/** The name without the slash that the API puts in front. */
export function withoutSlash(name: string): string {
  return name.replace(/^\//, '');
}

// The engine writes year 1 for "never".
function toTime(text: string): string | undefined {
  return text === '' || text.startsWith('0001-') ? undefined : text;
}

function toHealth(health: Dockerode.ContainerInspectInfo['State']['Health']): ContainerHealth | undefined {
  const status = (['starting', 'healthy', 'unhealthy'] as const).find((known) => known === health?.Status);
  // Podman and old engines say "none", or nothing, where there is no healthcheck.
  if (health === undefined || status === undefined) return undefined;
  const last = health.Log.at(-1);
  return {
    status,
    failingStreak: health.FailingStreak,
    lastOutput: last?.Output,
    lastExitCode: last?.ExitCode,
    lastRunAt: last?.End,
  };
}

function toPorts(ports: Dockerode.ContainerInspectInfo['NetworkSettings']['Ports']): readonly BoundPort[] {
  return Object.entries(ports).flatMap(([key, bindings]) => {
    const [target, protocol = 'tcp'] = key.split('/');
    // The API has null here for a port that is exposed and not published, whatever its type says.
    return (Array.isArray(bindings) ? bindings : []).map(({ HostIp, HostPort }) => ({
      hostIp: HostIp,
      published: Number(HostPort),
      target: Number(target),
      protocol,
    }));
  });
}

/** Paths of the engine's machine that are mounted into a container. */
export function toBindMounts({ Mounts }: Dockerode.ContainerInspectInfo): readonly BindMount[] {
  // The API may have null here, whatever its type says.
  return (Array.isArray(Mounts) ? Mounts : []).flatMap(({ Type, Source, Destination, RW }) =>
    Type === 'bind' ? [{ source: Source, target: Destination, isWritable: RW }] : [],
  );
}

function toMountedVolumes(mounts: Dockerode.ContainerInspectInfo['Mounts']): readonly MountedVolume[] {
  // The API may have null here, whatever its type says.
  return (Array.isArray(mounts) ? mounts : []).flatMap(({ Type, Name, Destination }) =>
    Type === 'volume' && Name !== undefined ? [{ name: Name, target: Destination }] : [],
  );
}

/** A change of one container. Only a hint: what is true now must be asked. */
export interface ContainerEvent {
  /** Such as `start`, `die` or `health_status: unhealthy`; some carry data behind the name. */
  readonly action: string;
  readonly containerId: string;
  /** Of the container, or for `exec_die` of a program that ran in it, such as a healthcheck. */
  readonly exitCode: number | undefined;
}

/** Undefined for a line that is no event of a container, and for the beginning of a program that runs in one. */
export function parseEvent(line: string): ContainerEvent | undefined {
  const event = parseJson(line);
  const action = at(event, 'Action');
  const containerId = at(at(event, 'Actor'), 'ID');
  if (typeof action !== 'string' || typeof containerId !== 'string') return undefined;
  if (action.startsWith('exec_') && action !== PROGRAM_ENDED) return undefined;
  const exitCode = at(at(at(event, 'Actor'), 'Attributes'), 'exitCode');
  return { action, containerId, exitCode: typeof exitCode === 'string' ? Number(exitCode) : undefined };
}

/** The action of the event that a program ended which ran in a container beside its own, such as a healthcheck. */
export const PROGRAM_ENDED = 'exec_die';

export interface Volume {
  readonly name: string;
  /** ISO 8601 by the engine's clock; undefined when the driver does not say. */
  readonly createdAt: string | undefined;
  readonly labels: ReadonlyMap<string, string>;
}

export function toVolume(info: Dockerode.VolumeInspectInfo): Volume {
  const createdAt = at(info, 'CreatedAt');
  return {
    name: info.Name,
    createdAt: typeof createdAt === 'string' ? createdAt : undefined,
    // The API has null for a volume without labels, whatever its type says.
    labels: new Map(Object.entries(Object(info.Labels) as Record<string, string>)),
  };
}

/** Bytes by volume name, from the answer of `/system/df`. */
export function toVolumeSizes(usage: unknown): ReadonlyMap<string, number> {
  const volumes = at(usage, 'Volumes');
  const sizes = new Map<string, number>();
  for (const volume of Array.isArray(volumes) ? (volumes as unknown[]) : []) {
    const [name, size] = [at(volume, 'Name'), at(at(volume, 'UsageData'), 'Size')];
    // -1: the driver cannot tell.
    if (typeof name === 'string' && typeof size === 'number' && size >= 0) sizes.set(name, size);
  }
  return sizes;
}

function at(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (Reflect.get(value, key) as unknown) : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The last column of `ps -ef`, which the engine calls CMD or COMMAND. */
export function toPrograms(answer: unknown): readonly string[] {
  const rows: unknown =
    answer !== null && typeof answer === 'object' && 'Processes' in answer && answer.Processes;
  if (!Array.isArray(rows)) return [];
  return rows.flatMap((row: unknown) => {
    const last: unknown = Array.isArray(row) ? row.at(-1) : undefined;
    return typeof last === 'string' ? [last] : [];
  });
}
