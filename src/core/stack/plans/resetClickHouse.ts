import type { ComposeProject, ComposeService, ComposeVolume } from '../../compose/project';
import { servicesOf } from '../../langfuse/roles';
import { listed } from '../../listed';
import type { Loss, Plan, PlanFacts, Step } from '../plan';
import { refusalsOfEngine, refusalsOfMigration } from './obstacles';
import { refusalsOfReset } from './resetObstacles';
import { costOfSaving, restoreCommands, saveSteps } from './saveFirst';
import { DATA, activeServices, pullSteps, refusalsOfFiles, volumesOfRole } from './shared';

const { what: WHAT } = DATA.clickhouse;

/**
 * Empty ClickHouse and let Langfuse build its tables again. The state of the migrations lies in the same volume as
 * the data, so a new volume is migrated from the first one on. With `isSaving` a copy of what goes is made first, where
 * there is anything.
 */
export function planResetClickHouse(project: ComposeProject, facts: PlanFacts, isSaving = false): Plan {
  const [clickhouse] = servicesOf(project, 'clickhouse');
  const webs = servicesOf(project, 'web').map(({ name }) => name);
  const refusals = [
    ...refusalsOfFiles(project),
    ...refusalsOfReset(project, clickhouse),
    ...refusalsOfEngine(activeServices(project), facts),
    ...refusalsOfMigration(
      webs.map((service) => ({ service, what: 'recreate' })),
      facts,
    ),
  ];
  const volumes = volumesOfRole(project, 'clickhouse');
  const losses = clickhouse === undefined ? [] : lossesOf(clickhouse, volumes, facts);
  const isSaved = isSaving && losses.length > 0;
  const reset: Reset | undefined =
    clickhouse === undefined || refusals.length > 0
      ? undefined
      : { project, clickhouse, volumes, facts, saved: isSaved ? losses : [] };
  return {
    operation: 'reset',
    project: project.name,
    title: `Empty ClickHouse of ${project.name}`,
    changes:
      clickhouse === undefined
        ? []
        : [{ service: clickhouse.name, what: 'recreate', why: 'with an empty volume' }],
    steps: reset === undefined ? [] : stepsOf(reset),
    lost: isSaved ? [] : losses,
    ...(isSaved && {
      saved: losses,
      restore: reset === undefined ? [] : restoreCommands(writersOf(project), reset),
    }),
    survives: [
      'Postgres: users, projects, API keys, prompts and settings.',
      'S3: raw events and media. Langfuse can replay the raw events of traces that are lost here.',
      'Redis: jobs that wait in the queue. They are processed into the new ClickHouse.',
    ],
    warnings: isSaved ? [costOfSaving(losses)] : [],
    refusals,
    confirmation: project.name,
  };
}

/** What a reset is made from. */
export interface Reset {
  readonly project: ComposeProject;
  readonly clickhouse: ComposeService;
  /** Those with ClickHouse's data; none where it lies in an unnamed one. */
  readonly volumes: readonly ComposeVolume[];
  readonly facts: PlanFacts;
  /** What is copied first. */
  readonly saved: readonly Loss[];
}

function stepsOf(reset: Reset): readonly Step[] {
  const { project, clickhouse, volumes, facts, saved } = reset;
  const webs = servicesOf(project, 'web').map(({ name }) => name);
  const writers = writersOf(project);
  const services = activeServices(project);
  const isAnonymous = volumes.length === 0;
  return [
    ...pullSteps(services, facts),
    {
      kind: 'compose',
      args: ['stop', ...writers],
      title: `Stop ${listed(writers)}, so that nothing writes`,
      ifStopped: 'Nothing is lost. Run Up to start everything again.',
    },
    ...(saved.length === 0 ? [] : saveSteps(reset)),
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
      title: `Start everything again; ${listed(webs)} builds the tables`,
      ifStopped: 'ClickHouse is empty and not everything runs. Run Up to finish.',
    },
    {
      kind: 'wait-healthy',
      services: services.map(({ name }) => name),
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

function writersOf(project: ComposeProject): readonly string[] {
  return [...servicesOf(project, 'web'), ...servicesOf(project, 'worker')].map(({ name }) => name);
}

function lossesOf(
  clickhouse: ComposeService,
  volumes: readonly ComposeVolume[],
  facts: PlanFacts,
): readonly Loss[] {
  if (volumes.length > 0) {
    return volumes
      .filter(({ name }) => facts.volumes?.has(name) ?? true)
      .map(({ name }, index) => ({
        what: WHAT,
        volume: name,
        sizeBytes: facts.volumes?.get(name)?.sizeBytes,
        // Counted once for all of them.
        rows: index === 0 ? facts.clickHouseRows : undefined,
      }));
  }
  const what = `${WHAT}, in the unnamed volume of ${clickhouse.name}`;
  return [{ what, volume: undefined, sizeBytes: undefined, rows: facts.clickHouseRows }];
}
