import type { ComposeProject } from '../../compose/project';
import type { Plan, PlanFacts } from '../plan';
import { planDown } from './down';
import { planPull } from './pull';
import { planRecreate } from './recreate';
import { planResetClickHouse } from './resetClickHouse';
import { planSignUp } from './signUp';
import type { SignUpDraft } from './signUp';
import { planStart } from './start';
import { planStop } from './stop';
import { planUp } from './up';
import { planUpgrade } from './upgrade';
import type { UpgradeDraft } from './upgrade';

/** What an operator asks for. */
export type Wish =
  | { readonly operation: 'up' | 'down' | 'pull' }
  /** `isSaving`: make a copy of what goes. */
  | { readonly operation: 'reset'; readonly isSaving?: boolean }
  | { readonly operation: 'upgrade'; readonly draft: UpgradeDraft }
  | { readonly operation: 'sign-up'; readonly draft: SignUpDraft }
  | { readonly operation: 'recreate' | 'start' | 'stop'; readonly service: string };

/** One that edits files and then does something with what they say. */
export type EditingWish = Extract<Wish, { readonly draft: unknown }>;

/** Whether the operation starts containers from what the files say: only then it matters what a check finds in them. */
export function appliesFiles({ operation }: Wish): boolean {
  return operation !== 'down' && operation !== 'stop' && operation !== 'pull';
}

/** The one way from a wish to a plan, for the editor and the terminal alike. */
export function makePlan(wish: Wish, project: ComposeProject, facts: PlanFacts): Plan {
  const { objections } = facts;
  const plan = planOf(wish, project, facts);
  return objections === undefined || !appliesFiles(wish) ? plan : { ...plan, objections };
}

function planOf(wish: Wish, project: ComposeProject, facts: PlanFacts): Plan {
  switch (wish.operation) {
    case 'up':
      return planUp(project, facts);
    case 'down':
      return planDown(project, facts);
    case 'reset':
      return planResetClickHouse(project, facts, wish.isSaving);
    case 'pull':
      return planPull(project);
    case 'upgrade':
      return planUpgrade(project, wish.draft, facts);
    case 'sign-up':
      return planSignUp(project, wish.draft, facts);
    case 'recreate':
      return planRecreate(project, wish.service, facts);
    case 'start':
      return planStart(project, wish.service, facts);
    case 'stop':
      return planStop(project, wish.service, facts);
  }
}
