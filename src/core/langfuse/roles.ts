import type { ComposeProject, ComposeService } from '../compose/project';

/** What a service is to Langfuse. Recognised by its image's repository: the service's name is the operator's choice. */
export type Role = 'web' | 'worker' | 'clickhouse' | 'postgres' | 'redis' | 's3';

// Repositories without registry and tag; a mirror may put anything in front. Bitnami republishes most of them.
const REPOSITORIES: readonly (readonly [Role, RegExp])[] = [
  ['worker', /(^|\/)langfuse-worker$/],
  ['web', /(^|\/)langfuse$/],
  ['clickhouse', /(^|\/)(clickhouse-server|clickhouse)$/],
  ['postgres', /(^|\/)(postgres|postgresql)$/],
  ['redis', /(^|\/)(redis|valkey|redis-stack-server|dragonfly)$/],
  ['s3', /(^|\/)(minio|seaweedfs|garage)$/],
];

export interface ImageReference {
  /** Registry and path, such as `docker.io/langfuse/langfuse`. */
  readonly repository: string;
  /** Undefined when the reference has none: Docker then takes `latest`. */
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

export function parseImage(reference: string): ImageReference {
  const [name = '', digest] = reference.split('@', 2);
  // A colon before the last slash belongs to the registry's port.
  const colon = name.indexOf(':', name.lastIndexOf('/') + 1);
  return {
    repository: colon < 0 ? name : name.slice(0, colon),
    tag: colon < 0 ? undefined : name.slice(colon + 1),
    digest,
  };
}

/** Undefined for a service that is no part of Langfuse, or that has no image. */
export function roleOf(service: ComposeService): Role | undefined {
  if (service.image === undefined) return undefined;
  const { repository } = parseImage(service.image.value);
  return REPOSITORIES.find(([, pattern]) => pattern.test(repository))?.[0];
}

/** Active services of a role, in file order. */
export function servicesOf(project: ComposeProject, role: Role): readonly ComposeService[] {
  return [...project.services.values()].filter((service) => service.isActive && roleOf(service) === role);
}
