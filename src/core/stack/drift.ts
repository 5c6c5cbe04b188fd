import type { ComposeService, ContainerVariable } from '../compose/project';
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
}

/** Undefined when it was created from what the files say now, as far as that can be seen. */
export function driftOf(service: ComposeService, container: Container): Drift | undefined {
  const variables = changedVariables(service, container).map(({ name }) => name);
  const image = changedImage(service, container);
  const hasOtherPorts = publishesOther(service, container);
  if (variables.length === 0 && image === undefined && !hasOtherPorts) return undefined;
  return { variables, image, hasOtherPorts };
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
