import type { ComposeProject, ComposeService } from '../../compose/project';
import { servicesOf } from '../../langfuse/roles';
import { listed } from '../../listed';
import type { Plan, PlanFacts, Step } from '../plan';
import type { EditDraft } from '../plannedEdit';
import { SIGN_UP_SETTING, doorOf, isDoor, signUpStatus } from '../signUp';
import type { WantedDoor } from '../signUp';
import { changesOfRecreate, isAlive } from './changes';
import { refusalsOfEngine, refusalsOfMigration } from './obstacles';
import { pullSteps, refusalsOfFiles } from './shared';

/** Sign-up as it is wanted, as far as the files are concerned. */
export interface SignUpDraft extends EditDraft {
  readonly to: WantedDoor;
}

const COMMAND = { open: 'Unlock Sign-Up', closed: 'Lock Sign-Up' } as const;

/** Let everybody make an account, or nobody: in the files, then in the containers of web that run with something else. */
export function planSignUp(project: ComposeProject, draft: SignUpDraft, facts: PlanFacts): Plan {
  const { to, edits, after } = draft;
  const webs = servicesOf(after, 'web');
  const stale = webs.filter((web) => isStale(web, to, facts));
  const changes = changesOfRecreate(stale, facts);
  const refusals = [
    ...refusalsOfFiles(project),
    ...(webs.length === 0 ? ['No service of this stack runs the image langfuse/langfuse.'] : []),
    ...draft.refusals,
    ...(to === 'closed' ? refusalsOfAccounts(facts) : []),
    ...refusalsOfEngine(stale, facts),
    ...refusalsOfMigration(changes, facts),
  ];
  const isDone = edits.length === 0 && facts.containers !== undefined && stale.length === 0;
  return {
    operation: 'sign-up',
    project: project.name,
    title: `${to === 'closed' ? 'Lock' : 'Unlock'} sign-up of ${project.name}`,
    changes,
    steps: refusals.length > 0 || isDone ? [] : stepsOf(draft, stale, facts),
    lost: [],
    survives: ['Every account that exists, and all data. Other services keep running.'],
    warnings:
      refusals.length > 0 || isDone
        ? []
        : [effectOf(draft), ...draft.warnings, ...(to === 'closed' ? warningsOfAccounts(facts) : [])],
    refusals:
      isDone && refusals.length === 0
        ? [`Sign-up of ${project.name} is ${to} already, so there is nothing to do.`]
        : refusals,
    confirmation: undefined,
  };
}

/** Whether containers of a service live that let in others than wanted. What cannot be seen may. */
function isStale({ name }: ComposeService, to: WantedDoor, { containers }: PlanFacts): boolean {
  if (containers === undefined) return true;
  return containers.some(
    (container) =>
      container.service === name && isAlive(container) && !isDoor(doorOf(container.environment), to),
  );
}

function stepsOf(
  { to, edits }: SignUpDraft,
  stale: readonly ComposeService[],
  facts: PlanFacts,
): readonly Step[] {
  const names = stale.map(({ name }) => name);
  const value = to === 'closed' ? 'true' : 'false';
  const paths = listed([...new Set(edits.map(({ path }) => path))]);
  const editing: Step = {
    kind: 'edit-files',
    edits,
    retry: COMMAND[to],
    title: `Set ${SIGN_UP_SETTING} to ${value} in ${paths}`,
    ifStopped: 'No container was touched.',
    undoesEdits: true,
  };
  const recreating: readonly Step[] = [
    ...pullSteps(stale, facts).map((step): Step => ({ ...step, undoesEdits: true })),
    {
      kind: 'compose',
      args: ['up', '--detach', '--no-deps', '--force-recreate', ...names],
      title: `Replace the container of ${listed(names)}; Langfuse is away until the new one is well`,
      ifStopped: `${listed(names)} may be stopped. Run Up to start it with what the files say.`,
      undoesEdits: true,
    },
    {
      kind: 'wait-healthy',
      services: names,
      title: `Wait until ${listed(names)} is well`,
      ifStopped: `The new container of ${listed(names)} is started and keeps running. Sign-up is ${to} in it and in the files.`,
    },
  ];
  return [...(edits.length === 0 ? [] : [editing]), ...(stale.length === 0 ? [] : recreating)];
}

function effectOf({ to, after }: SignUpDraft): string {
  if (to === 'closed')
    return 'Nobody can make an account any more, not even invited people or by a first sign-in through a provider.';
  return signUpStatus(after, [])?.files === 'provider'
    ? 'Everybody whom the sign-in provider lets through gets an account, until you lock it again.'
    : 'Everybody who reaches Langfuse can make an account, until you lock it again.';
}

/** Behind a closed door without an account nobody could ever sign in. */
function refusalsOfAccounts({ accounts }: PlanFacts): readonly string[] {
  return accounts !== undefined && 'users' in accounts && accounts.users === 0
    ? [
        'Nobody has an account yet, and with sign-up closed nobody could ever sign in. Make your account first: Open Sign-Up Page.',
      ]
    : [];
}

function warningsOfAccounts({ accounts }: PlanFacts): readonly string[] {
  if (accounts !== undefined && 'users' in accounts) return [];
  const why = accounts === undefined ? '' : ` ${accounts.unseen}`;
  return [`Whether anybody has an account was not seen.${why} Without one, nobody can sign in afterwards.`];
}
