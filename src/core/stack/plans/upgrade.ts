import type { ComposeProject } from '../../compose/project';
import { parseImage, servicesOf } from '../../langfuse/roles';
import { listed } from '../../listed';
import type { Plan, PlanFacts, Step } from '../plan';
import type { EditDraft } from '../plannedEdit';
import { changesOfUp } from './changes';
import { refusalsOfEngine, refusalsOfMigration, refusalsOfPorts } from './obstacles';
import { activeServices, pullSteps, refusalsOfFiles, unpauseSteps } from './shared';
import {
  refusalsOfSchema,
  refusalsOfVersions,
  warningsOfSchema,
  warningsOfVersions,
} from './upgradeObstacles';

/** Another version of Langfuse, as far as the files are concerned. */
export interface UpgradeDraft extends EditDraft {
  /** The version that is wanted, such as `3.225.4`. */
  readonly to: string;
}

/**
 * Give web and worker another version: in the files, then on the engine. Databases are migrated by web when it starts.
 * An upgrade that was interrupted finds its edits made and does what is left.
 */
export function planUpgrade(project: ComposeProject, draft: UpgradeDraft, facts: PlanFacts): Plan {
  const { to, edits, after } = draft;
  const changes = changesOfUp(activeServices(after), facts);
  const from = [...new Set(langfuseOf(project, facts).flatMap((image) => parseImage(image).tag ?? []))];
  const impossible = refusalsOfVersions(project, to);
  const refusals = [
    ...refusalsOfFiles(project),
    ...impossible,
    ...draft.refusals,
    ...(edits.length === 0 ? [] : refusalsOfSchema(facts)),
    ...refusalsOfEngine(activeServices(after), facts),
    ...refusalsOfMigration(changes, facts),
    ...refusalsOfPorts(activeServices(after), facts),
  ];
  const isDone = edits.length === 0 && facts.containers !== undefined && changes.length === 0;
  return {
    operation: 'upgrade',
    project: project.name,
    title: `Upgrade Langfuse of ${project.name} to ${to}`,
    changes,
    steps: refusals.length > 0 ? [] : stepsOf(draft, facts),
    lost: [],
    survives: [
      'The data of every service, in its volumes. Migrations change it in place.',
      'Jobs that wait in the queue. The new worker takes them.',
    ],
    // Of a version that cannot be had nothing more needs to be known.
    warnings:
      impossible.length > 0
        ? []
        : [
            ...warningsOfVersions(project, to),
            ...draft.warnings,
            ...warningsOfSchema(facts),
            backup(from, to),
          ],
    refusals:
      isDone && refusals.length === 0
        ? [`Web and worker run ${to} already, so there is nothing to upgrade.`]
        : refusals,
    confirmation: undefined,
  };
}

function stepsOf({ edits, after, to }: UpgradeDraft, facts: PlanFacts): readonly Step[] {
  const services = activeServices(after);
  const webs = servicesOf(after, 'web').map(({ name }) => name);
  const isEdited = edits.length > 0;
  const untouched = isEdited
    ? 'No container was touched.'
    : `No container was touched, but the files name ${to} already.`;
  return [
    ...(isEdited
      ? [
          {
            kind: 'edit-files',
            edits,
            retry: 'Upgrade',
            title: `Write ${to} into ${listed([...new Set(edits.map(({ path }) => path))])}`,
            ifStopped: untouched,
            undoesEdits: true,
          } as const,
        ]
      : []),
    ...pullSteps(services, facts).map((step): Step => ({
      ...step,
      ifStopped: `${untouched} Images that were pulled stay.`,
      undoesEdits: true,
    })),
    ...unpauseSteps(services, facts),
    {
      kind: 'compose',
      args: ['up', '--detach'],
      title: `Replace the containers; ${listed(webs)} migrates the databases`,
      ifStopped: `The files name ${to}, and some containers may run it already. Run Up to go on from here.`,
    },
    {
      kind: 'wait-healthy',
      services: services.map(({ name }) => name),
      title: 'Wait until migrations have run and every service is well',
      ifStopped: `${to} is started and may still migrate. Do not go back to an older version now; its row shows how it stands.`,
    },
    {
      kind: 'probe',
      layers: [1, 2, 3, 4],
      title: 'Probe the stack; the migrations must be complete',
      ifStopped: `${to} runs, but not all of it answers as it should.`,
    },
  ];
}

/** Images that web and worker run, else those that the files name. */
function langfuseOf(project: ComposeProject, { containers = [] }: PlanFacts): readonly string[] {
  return [...servicesOf(project, 'web'), ...servicesOf(project, 'worker')].flatMap(({ name, image }) => {
    const running = containers.find(({ service }) => service === name)?.image;
    return running ?? image?.value ?? [];
  });
}

function backup(from: readonly string[], to: string): string {
  const back = from.filter((tag) => tag !== to);
  const goal = back.length === 0 ? 'an older version' : listed(back);
  return `Migrations only go forward: the way back to ${goal} needs copies of Postgres and ClickHouse from before. None is made here, so make them first.`;
}
