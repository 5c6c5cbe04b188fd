import type { ComposeProject, ComposeService, ComposeVolume } from '../../compose/project';
import { servicesOf } from '../../langfuse/roles';
import { reveal } from '../../secret';
import { listed } from '../../listed';
import type { Loss, Plan, PlanFacts, Step } from '../plan';
import { refusalsOfMigration } from './obstacles';
import { DATA, activeServices, isInside, mountsOf, refusalsOfFiles, volumesOfRole } from './shared';

const { folder: FOLDER, what: WHAT } = DATA.clickhouse;

/**
 * Empty ClickHouse and let Langfuse build its tables again. The state of the migrations lies in the same volume as
 * the data, so a new volume is migrated from the first one on.
 */
export function planResetClickHouse(project: ComposeProject, facts: PlanFacts): Plan {
  const [clickhouse] = servicesOf(project, 'clickhouse');
  const webs = servicesOf(project, 'web').map(({ name }) => name);
  const refusals = [
    ...refusalsOfFiles(project),
    ...refusalsOfStack(project, clickhouse),
    ...refusalsOfMigration(
      webs.map((service) => ({ service, what: 'recreate' })),
      facts,
    ),
  ];
  const volumes = volumesOfRole(project, 'clickhouse');
  return {
    operation: 'reset',
    project: project.name,
    title: `Empty ClickHouse of ${project.name}`,
    changes:
      clickhouse === undefined
        ? []
        : [{ service: clickhouse.name, what: 'recreate', why: 'with an empty volume' }],
    steps: clickhouse === undefined || refusals.length > 0 ? [] : steps(project, clickhouse, volumes),
    lost: clickhouse === undefined ? [] : losses(clickhouse, volumes, facts),
    survives: [
      'Postgres: users, projects, API keys, prompts and settings.',
      'S3: raw events and media. Langfuse can replay the raw events of traces that are lost here.',
      'Redis: jobs that wait in the queue. They are processed into the new ClickHouse.',
    ],
    warnings: [],
    refusals,
    confirmation: project.name,
  };
}

function steps(
  project: ComposeProject,
  clickhouse: ComposeService,
  volumes: readonly ComposeVolume[],
): readonly Step[] {
  const writers = [...servicesOf(project, 'web'), ...servicesOf(project, 'worker')].map(({ name }) => name);
  const services = activeServices(project).map(({ name }) => name);
  const isAnonymous = volumes.length === 0;
  return [
    {
      kind: 'compose',
      args: ['stop', ...writers],
      title: `Stop ${listed(writers)}, so that nothing writes`,
      ifStopped: 'Nothing is lost. Run Up to start everything again.',
    },
    {
      kind: 'compose',
      args: ['rm', '--stop', '--force', ...(isAnonymous ? ['--volumes'] : []), clickhouse.name],
      title: `Stop ${clickhouse.name} and remove its container${isAnonymous ? ' with its unnamed volume' : ''}`,
      ifStopped: isAnonymous
        ? 'Langfuse is stopped and ClickHouse may be empty. Run Up to start everything again.'
        : 'Langfuse is stopped and no data is lost. Run Up to start everything again.',
    },
    ...volumes.map(({ name }): Step => ({
      kind: 'remove-volume',
      volume: name,
      title: `Remove the volume ${name} with all its data`,
      ifStopped:
        'Langfuse and ClickHouse are stopped. Run Reset ClickHouse again to finish, or Up to start with the data that is left.',
    })),
    {
      kind: 'compose',
      args: ['up', '--detach'],
      title: `Start everything again; ${listed(servicesOf(project, 'web').map(({ name }) => name))} builds the tables`,
      ifStopped: 'ClickHouse is empty and not everything runs. Run Up to finish.',
    },
    {
      kind: 'wait-healthy',
      services,
      title: 'Wait until every service is well',
      ifStopped: 'ClickHouse is empty and everything is started. Langfuse may still be building its tables.',
    },
    ...volumes.map(({ name }): Step => ({
      kind: 'verify-new-volume',
      volume: name,
      title: `See that ${name} is a new volume`,
      ifStopped: 'Everything is started, but the volume could not be proven new.',
    })),
    {
      kind: 'probe',
      layers: [1, 2, 3, 4],
      title: 'Probe the stack; the migrations must be complete again',
      ifStopped: 'ClickHouse is empty and everything runs, but not all of it answers as it should.',
    },
  ];
}

function losses(
  clickhouse: ComposeService,
  volumes: readonly ComposeVolume[],
  facts: PlanFacts,
): readonly Loss[] {
  if (volumes.length > 0) {
    return volumes
      .filter(({ name }) => facts.volumes?.has(name) ?? true)
      .map(({ name }) => ({ what: WHAT, volume: name, sizeBytes: facts.volumes?.get(name)?.sizeBytes }));
  }
  return [
    { what: `${WHAT}, in the unnamed volume of ${clickhouse.name}`, volume: undefined, sizeBytes: undefined },
  ];
}

function refusalsOfStack(project: ComposeProject, clickhouse: ComposeService | undefined): readonly string[] {
  if (clickhouse === undefined) {
    return ['No service of this project runs ClickHouse. One that runs elsewhere is emptied where it runs.'];
  }
  return [
    ...refusalsOfServices(project),
    ...mountsOf(clickhouse, FOLDER).flatMap((mount) => {
      if (!isInside(mount.target, FOLDER)) {
        return `${mount.source} is mounted at ${mount.target}, which holds more than ClickHouse's data. Mount a volume at ${FOLDER} alone.`;
      }
      if (mount.kind === 'bind') {
        return `ClickHouse keeps its data in ${mount.source} on this machine, not in a volume. Run Down, move that folder away, then run Up.`;
      }
      const volume = mount.kind === 'volume' ? project.volumes.get(mount.source) : undefined;
      return volume === undefined ? [] : refusalsOfVolume(project, clickhouse, volume);
    }),
  ];
}

function refusalsOfServices(project: ComposeProject): readonly string[] {
  const several = servicesOf(project, 'clickhouse');
  if (several.length > 1) {
    return [
      `${listed(several.map(({ name }) => name))} all run ClickHouse. A cluster is emptied with DROP … ON CLUSTER, not by removing a volume.`,
    ];
  }
  const webs = servicesOf(project, 'web');
  if (webs.length === 0) {
    return [
      'No service of this project runs Langfuse web, so nothing would build the tables again. Add it first.',
    ];
  }
  // The start script compares with this word exactly.
  const isIdle = ({ environment }: ComposeService): boolean => {
    const value = environment.get('LANGFUSE_AUTO_CLICKHOUSE_MIGRATION_DISABLED')?.value;
    return value !== undefined && reveal(value) === 'true';
  };
  if (!webs.every(isIdle)) return [];
  return [
    `${listed(webs.map(({ name }) => name))}: LANGFUSE_AUTO_CLICKHOUSE_MIGRATION_DISABLED is true, so nothing would build the tables again. Remove that setting first.`,
  ];
}

function refusalsOfVolume(
  project: ComposeProject,
  clickhouse: ComposeService,
  volume: ComposeVolume,
): readonly string[] {
  if (volume.isExternal) {
    return [
      `The volume ${volume.name} is external: it was made outside this project and may serve others. Remove it by hand if it is yours alone.`,
    ];
  }
  const sharers = [...project.services.values()].filter(
    (service) =>
      service !== clickhouse &&
      service.mounts.some(({ kind, source }) => kind === 'volume' && source === volume.key),
  );
  if (sharers.length === 0) return [];
  return [
    `The volume ${volume.name} is also mounted by ${listed(sharers.map(({ name }) => name))}. Give ClickHouse a volume of its own first.`,
  ];
}
