import type { ComposeService, ContainerVariable, Mount } from '../compose/project';
import { reveal } from '../secret';
import type { Container } from './container';

/** In what a container differs from what its service's files say now. Names only, never values. */
export interface Drift {
  /** Variables that it was created without, or with another value. In file order. */
  readonly variables: readonly string[];
  /** The image that it runs instead of the one that is named now. */
  readonly image: string | undefined;
  /** Whether it publishes other ports. */
  readonly hasOtherPorts: boolean;
  /** Mounted configuration, as the compose file names it, that was written after the container had read it. */
  readonly files: readonly string[];
}

/** Whether only a new container gets it; for what a container reads from mounted files, a restart will do. */
export function needsNewContainer(drift: Drift | undefined): boolean {
  if (drift === undefined) return false;
  return drift.variables.length > 0 || drift.image !== undefined || drift.hasOtherPorts;
}

/** Undefined when it was created from what the files say now, as far as that can be seen. */
export function driftOf(service: ComposeService, container: Container): Drift | undefined {
  const variables = changedVariables(service, container).map(({ name }) => name);
  const image = changedImage(service, container);
  const hasOtherPorts = publishesOther(service, container);
  const files = changedMounts(service, container).map(({ source }) => source);
  const drift = { variables, image, hasOtherPorts, files };
  return needsNewContainer(drift) || files.length > 0 ? drift : undefined;
}

/** What the files give the service now and its container does not have in that form. */
export function changedVariables(
  { environment }: ComposeService,
  container: Container,
): readonly ContainerVariable[] {
  return [...environment.values()].filter(
    ({ name, value }) => container.environment.get(name)?.reveal() !== reveal(value),
  );
}

/** The image that a container was created from, when the files name another one now. */
export function changedImage({ image }: ComposeService, container: Container): string | undefined {
  if (image === undefined || image.value === '' || image.value === container.image) return undefined;
  // Podman and old engines tell the digest of an image whose name was given to another.
  return container.image.startsWith('sha256:') ? undefined : container.image;
}

/**
 * The mounted files and folders that were written after a container had started. One that starts anew reads its files
 * anew, so only those that run can be behind.
 */
export function changedMounts(
  { mounts }: ComposeService,
  { status, startedAt, files = [] }: Container,
): readonly Mount[] {
  if (status !== 'running' || startedAt === undefined) return [];
  const edited = files.filter(({ modifiedAt }) => modifiedAt > Date.parse(startedAt));
  const targets = new Set(edited.map(({ target }) => target));
  return mounts.filter(({ kind, target }) => kind === 'bind' && targets.has(target));
}

// The engine lists ports of running containers alone, and the ones that it chose itself tell nothing.
function publishesOther({ ports }: ComposeService, { status, ports: bound }: Container): boolean {
  if (status !== 'running' || ports.some(({ published }) => published === undefined)) return false;
  const keyOf = ({
    published,
    target,
    protocol,
  }: {
    published?: number | undefined;
    target: number;
    protocol: string;
  }) => `${published ?? ''}:${target}/${protocol}`;
  const wanted = new Set(ports.map(keyOf));
  const actual = new Set(bound.map(keyOf));
  return wanted.size !== actual.size || [...wanted].some((key) => !actual.has(key));
}
