import type { ComposeProject, ComposeService, ComposeVolume, Mount } from '../../compose/project';
import { servicesOf } from '../../langfuse/roles';
import type { Role } from '../../langfuse/roles';
import { listed } from '../../listed';
import type { PlanFacts, Step } from '../plan';

export function activeServices(project: ComposeProject): readonly ComposeService[] {
  return [...project.services.values()].filter((service) => service.isActive);
}

/** Compose runs nothing in a folder whose files it cannot load, not even `down`. */
export function refusalsOfFiles(project: ComposeProject): readonly string[] {
  const [first, ...more] = project.problems;
  if (first === undefined) return [];
  const others = more.length === 0 ? '' : ` (and ${more.length} more)`;
  return [`Compose cannot load the files: ${first.path}: ${first.message}${others}`];
}

/** Where the images keep their data, and what it is to the operator. */
export const DATA: Readonly<
  Record<Exclude<Role, 'web' | 'worker'>, { readonly folder: string; readonly what: string }>
> = {
  clickhouse: { folder: '/var/lib/clickhouse', what: 'Traces, observations and scores' },
  // Up to 17 the image's volume is the subfolder `data`, from 18 on it is the folder itself.
  postgres: { folder: '/var/lib/postgresql', what: 'Users, projects, API keys and prompts' },
  redis: { folder: '/data', what: 'Jobs that wait in the queue' },
  s3: { folder: '/data', what: 'Raw events, media and exports' },
};

/** The named volumes that hold the data of a role. */
export function volumesOfRole(project: ComposeProject, role: keyof typeof DATA): readonly ComposeVolume[] {
  return servicesOf(project, role)
    .flatMap((service) => mountsOf(service, DATA[role].folder))
    .filter(({ kind }) => kind === 'volume')
    .flatMap(({ source }) => project.volumes.get(source) ?? []);
}

/** Mounts at the folder, inside it, or around it. */
export function mountsOf(service: ComposeService, folder: string): readonly Mount[] {
  return service.mounts.filter(({ target }) => isInside(target, folder) || isInside(folder, target));
}

/** Whether a path is the folder or lies in it. Container paths: always `/`. */
export function isInside(path: string, folder: string): boolean {
  const withSlash = (text: string) => `${text.replace(/\/+$/, '')}/`;
  return withSlash(path).startsWith(withSlash(folder));
}

/** Fetches what the engine does not have, before anything is touched: a pull that fails then leaves all as it was. */
export function pullSteps(
  services: readonly ComposeService[],
  { missingImages }: PlanFacts,
): readonly Step[] {
  const lacking = services.filter(({ image }) => image !== undefined && missingImages.has(image.value));
  if (lacking.length === 0) return [];
  const images = new Set(lacking.flatMap(({ image }) => image?.value ?? []));
  return [
    {
      kind: 'compose',
      // An image that is built here has no registry to come from.
      args: ['pull', '--ignore-buildable', ...lacking.map(({ name }) => name)],
      title: `Pull ${listed([...images])}`,
      ifStopped:
        'No container was touched. Images that were pulled stay; running it again goes on from here.',
    },
  ];
}

/** `up` fails on a paused container instead of letting it go on. */
export function unpauseSteps(
  services: readonly ComposeService[],
  { containers }: PlanFacts,
): readonly Step[] {
  const paused = services
    .map(({ name }) => name)
    .filter((name) => containers?.some(({ service, status }) => service === name && status === 'paused'));
  if (paused.length === 0) return [];
  return [
    {
      kind: 'compose',
      args: ['unpause', ...paused],
      title: `Let ${listed(paused)} go on, which somebody paused`,
      ifStopped: 'Some containers may still be paused. Running Up again goes on from here.',
    },
  ];
}
