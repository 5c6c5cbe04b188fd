import type { ComposeProject, ComposeService } from '../compose/project';
import { parseImage, roleOf } from '../langfuse/roles';
import type { Role } from '../langfuse/roles';
import { redactor } from '../secrets/redact';
import type { Cause, Causes } from './cause';
import type { BoundPort, Container, MountedVolume } from './container';
import { containerState } from './containerState';
import type { ContainerState, StateKind } from './containerState';
import { driftOf } from './drift';
import type { Drift } from './drift';

/** One row of the stack: a service that is declared, or that has containers, or both. */
export interface ServiceState extends ContainerState {
  readonly name: string;
  readonly role: Role | undefined;
  /** Whether the compose files have it. Containers of a service that was removed from them are orphans. */
  readonly isDeclared: boolean;
  /** Of the running container, else of the compose file. */
  readonly image: string | undefined;
  readonly ports: readonly BoundPort[];
  /** Of all its containers, each once. */
  readonly volumes: readonly MountedVolume[];
  /** In what its containers differ from the files; undefined while these do not load. */
  readonly drift: Drift | undefined;
  /** Why it is not well, or what else is worth knowing of it; undefined when that is not known. */
  readonly cause: Cause | undefined;
  /** One entry a container, by number; the row's own state is the worst of them. */
  readonly replicas: readonly ReplicaState[];
}

export interface ReplicaState extends ContainerState {
  readonly containerId: string;
  readonly containerName: string;
  /** ISO 8601 by the engine's clock; undefined before the first start. */
  readonly startedAt: string | undefined;
  /** ISO 8601 by the engine's clock; undefined before the first end. Older than the start while it runs. */
  readonly finishedAt: string | undefined;
  readonly restartCount: number;
  /** The image's identity on its engine. */
  readonly imageId: string;
  /** All that the last healthcheck printed, if that failed; cut where it is very long. */
  readonly healthOutput: string | undefined;
  readonly cause: Cause | undefined;
}

const NO_CAUSES: Causes = new Map();

/**
 * Every service that ought to be there or is: the active ones in file order, then orphans by name. With
 * `undefined` for containers nothing is known of them, and every row says so.
 */
export function foldServices(
  project: ComposeProject,
  containers: readonly Container[] | undefined,
  causes: Causes = NO_CAUSES,
): readonly ServiceState[] {
  const redact = redactor(project);
  const containersOf = (name: string): readonly Container[] =>
    (containers ?? []).filter((container) => container.service === name).sort((a, b) => a.number - b.number);
  const declared = [...project.services.values()].filter(
    (service) => service.isActive || containersOf(service.name).length > 0,
  );
  const orphans = new Set((containers ?? []).map((container) => container.service));
  for (const name of project.services.keys()) orphans.delete(name);
  const missing: ContainerState =
    containers === undefined
      ? { kind: 'unknown', reason: undefined }
      : { kind: 'not-created', reason: undefined };

  const rowOf = (name: string): ServiceState => {
    const service = project.services.get(name);
    const own = containersOf(name);
    const replicas = own.map((container) => replicaState(container, redact, causes));
    const first = replicas.toSorted((a, b) => SEVERITY.indexOf(a.kind) - SEVERITY.indexOf(b.kind))[0];
    const worst = first ?? missing;
    return {
      name,
      kind: worst.kind,
      reason: worst.reason,
      role: service === undefined ? undefined : roleOf(service),
      isDeclared: service !== undefined,
      image: own[0]?.image ?? service?.image?.value,
      ports: own.flatMap((container) => container.ports),
      volumes: volumesOf(own),
      drift: service === undefined || project.problems.length > 0 ? undefined : driftOfAll(service, own),
      cause: first?.cause,
      replicas,
    };
  };
  return [...declared.map((service) => service.name), ...[...orphans].sort()].map(rowOf);
}

/** Names of the rows that differ, came or went. */
export function changedServices(
  before: readonly ServiceState[],
  after: readonly ServiceState[],
): ReadonlySet<string> {
  // Rows are plain data built in one place, so equal rows have equal texts.
  const texts = (rows: readonly ServiceState[]) =>
    new Map(rows.map((row) => [row.name, JSON.stringify(row)]));
  const [old, fresh] = [texts(before), texts(after)];
  return new Set([...old.keys(), ...fresh.keys()].filter((name) => old.get(name) !== fresh.get(name)));
}

export interface WithCause extends ContainerState {
  readonly cause?: Cause | undefined;
}

export type Wellness = 'well' | 'under-way' | 'down' | 'failing' | 'unknown';

/** Whether a container of the service is alive now, well or not. */
export function isRunning({ replicas }: ServiceState): boolean {
  return replicas.some(isAlive);
}

/** Whether a container runs now, well or not. */
export function isAlive({ kind }: ContainerState): boolean {
  return RUNNING.includes(kind);
}

const RUNNING: readonly StateKind[] = ['healthy', 'running', 'starting', 'unhealthy'];

/** Of what runs, Docker cannot know that it never will do its work; a lasting cause says so. */
export function wellnessOf({ kind, cause }: WithCause): Wellness {
  if (cause?.weight === 'lasting' && RUNNING.includes(kind)) return 'failing';
  switch (kind) {
    case 'healthy':
    case 'running':
    case 'finished':
      return 'well';
    case 'starting':
      return 'under-way';
    case 'not-created':
    case 'created':
    case 'stopped':
    case 'killed':
    case 'paused':
      return 'down';
    case 'unhealthy':
    case 'restarting':
    case 'failed':
      return 'failing';
    case 'unknown':
      return 'unknown';
  }
}

/** Rows that an operator should look at: those that fail, and those that are down while others run. */
export function needingAttention(rows: readonly ServiceState[]): readonly ServiceState[] {
  const isUp = rows.some((row) => row.kind !== 'finished' && ['well', 'under-way'].includes(wellnessOf(row)));
  // Created ones wait for their dependencies, which is the ordinary course of a start.
  const isMissing = ({ kind, isDeclared }: ServiceState): boolean => isDeclared && MISSING.includes(kind);
  return rows.filter((row) => wellnessOf(row) === 'failing' || (isUp && isMissing(row)));
}

const MISSING: readonly StateKind[] = ['not-created', 'stopped', 'killed', 'paused'];

/** The image's tag, or the start of its digest: what tells two versions apart. */
export function versionOf(row: ServiceState): string | undefined {
  if (row.image === undefined) return undefined;
  const { tag, digest } = parseImage(row.image);
  // MinIO names its releases by the second; the day is enough.
  const release = /^RELEASE\.(\d{4}-\d\d-\d\d)T/.exec(tag ?? '')?.[1];
  return release ?? tag ?? digest?.replace(/^sha256:/, '').slice(0, 12) ?? 'latest';
}

const SEVERITY: readonly StateKind[] = [
  'failed',
  'restarting',
  'unhealthy',
  'paused',
  'killed',
  'stopped',
  'created',
  'not-created',
  'unknown',
  'starting',
  'running',
  'healthy',
  'finished',
];

/** What the first container that differs shows stands for all: compose creates the replicas of a service alike. */
function driftOfAll(service: ComposeService, containers: readonly Container[]): Drift | undefined {
  for (const container of containers) {
    const drift = container.status === 'removing' ? undefined : driftOf(service, container);
    if (drift !== undefined) return drift;
  }
  return undefined;
}

function replicaState(container: Container, redact: (text: string) => string, causes: Causes): ReplicaState {
  const { kind, reason } = containerState(container);
  return {
    kind,
    reason: reason === undefined ? undefined : redact(reason),
    containerId: container.id,
    containerName: container.name,
    startedAt: container.startedAt,
    finishedAt: container.finishedAt,
    restartCount: container.restartCount,
    imageId: container.imageId,
    healthOutput: failedOutput(container, redact),
    cause: causes.get(container.id),
  };
}

/** Docker keeps up to 4096 characters of it; the first ones tell enough. */
const MAX_OUTPUT = 1500;

function failedOutput({ health }: Container, redact: (text: string) => string): string | undefined {
  if (health === undefined || (health.lastExitCode ?? 0) === 0) return undefined;
  // Redacted as a whole: half a secret would not be recognised.
  const output = redact(health.lastOutput ?? '').trim();
  return output.length <= MAX_OUTPUT ? output || undefined : `${output.slice(0, MAX_OUTPUT)}…`;
}

function volumesOf(containers: readonly Container[]): readonly MountedVolume[] {
  const volumes = containers.flatMap((container) => container.volumes);
  const keyOf = ({ name, target }: MountedVolume): string => `${name}:${target}`;
  return [...new Map(volumes.map((volume) => [keyOf(volume), volume])).values()];
}
