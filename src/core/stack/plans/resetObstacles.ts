import type { ComposeProject, ComposeService, ComposeVolume } from '../../compose/project';
import { servicesOf } from '../../langfuse/roles';
import { listed } from '../../listed';
import { reveal } from '../../secret';
import { DATA, isInside, mountsOf } from './shared';

const { folder: FOLDER } = DATA.clickhouse;

/** Where ClickHouse cannot be emptied by removing a volume, or would not be built again. */
export function refusalsOfReset(
  project: ComposeProject,
  clickhouse: ComposeService | undefined,
): readonly string[] {
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
