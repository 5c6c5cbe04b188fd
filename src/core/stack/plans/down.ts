import type { ComposeProject, ComposeService } from '../../compose/project';
import { roleOf } from '../../langfuse/roles';
import { listed } from '../../listed';
import type { Loss, Plan, PlanFacts } from '../plan';
import { changesOfDown } from './changes';
import { warningsOfMigration } from './obstacles';
import { DATA, activeServices, mountsOf, refusalsOfFiles } from './shared';

/** Stop and remove the containers. Named volumes stay; data that has none does not come back. */
export function planDown(project: ComposeProject, facts: PlanFacts): Plan {
  const lost = activeServices(project).flatMap((service) => lossOf(service, facts));
  const unloadable = refusalsOfFiles(project);
  // Compose itself runs nothing in a folder whose files it cannot load; the engine knows its containers all the same.
  const isByLabel = unloadable.length > 0 && (facts.containers ?? []).length > 0;
  return {
    operation: 'down',
    project: project.name,
    title: `Stop ${project.name} and remove its containers`,
    changes: changesOfDown(project, facts),
    steps: [
      {
        ...(isByLabel ? { kind: 'remove-project' } : { kind: 'compose', args: ['down'] }),
        title: 'Stop every container, then remove the containers and their networks',
        ifStopped:
          'Some containers are stopped or removed, the others still run. Run Down again, or Up to start all.',
      },
    ],
    lost,
    survives: [
      ...survivingVolumes(project, facts),
      'Images, and files in folders of this machine that are mounted into containers.',
    ],
    warnings: warningsOfMigration([...project.services.keys()], facts),
    refusals: isByLabel ? [] : unloadable,
    confirmation: lost.length === 0 ? undefined : project.name,
  };
}

function survivingVolumes(project: ComposeProject, { volumes }: PlanFacts): readonly string[] {
  const names = [...project.volumes.values()].map(({ name }) => name);
  const existing = volumes === undefined ? names : names.filter((name) => volumes.has(name));
  return existing.length === 0 ? [] : [`The data in ${listed(existing)}.`];
}

// The image then gets an anonymous volume. `down` keeps it, but the next container starts with another one.
function lossOf(service: ComposeService, { clickHouseRows }: PlanFacts): readonly Loss[] {
  const role = roleOf(service);
  if (role === undefined || role === 'web' || role === 'worker') return [];
  const { folder, what } = DATA[role];
  const keeps = mountsOf(service, folder).some(
    ({ kind, source }) => kind === 'bind' || (kind === 'volume' && source !== ''),
  );
  if (keeps) return [];
  return [
    {
      what: `${what}: ${service.name} has no named volume at ${folder}`,
      volume: undefined,
      sizeBytes: undefined,
      rows: role === 'clickhouse' ? clickHouseRows : undefined,
    },
  ];
}
