import type { ComposeProject } from '../core/compose/project';
import { servicesOf } from '../core/langfuse/roles';
import { listed } from '../core/listed';
import { reveal } from '../core/secret';
import { plannedEdits } from '../core/stack/plannedEdit';
import type { SignUpDraft } from '../core/stack/plans/signUp';
import { SIGN_UP_SETTING, isDoor, signUpStatus } from '../core/stack/signUp';
import type { WantedDoor } from '../core/stack/signUp';
import { draftEdits } from './draftEdits';
import type { DraftOptions } from './draftEdits';
import type { LoadedStack } from './stackFiles';

/** Looks at what the files would be with sign-up closed or open, and which edits that takes. Nothing is written. */
export async function draftSignUp(
  stack: LoadedStack,
  to: WantedDoor,
  options: DraftOptions,
): Promise<SignUpDraft> {
  const { project, texts } = stack;
  const files = signUpStatus(project, [])?.files;
  const asTheyAre = { to, edits: [], after: project, refusals: [], warnings: [] };
  if (files === undefined || isDoor(files, to)) return asTheyAre;
  const { signUpFix } = await import('../core/checklist/signUpFix');
  const fix = signUpFix(project, texts, to);
  if (fix === undefined) return { ...asTheyAre, refusals: [NOT_EDITED] };
  const webs = servicesOf(project, 'web').map(({ name }) => name);
  const draft = await draftEdits(stack, plannedEdits(texts, fix.edits, webs), options);
  const reason = reasonAgainst(draft.after, to);
  return {
    ...draft,
    to,
    refusals: reason === undefined ? draft.refusals : [reason],
    warnings: [...alsoChanged(project, draft.after, webs), ...draft.warnings],
  };
}

/** What else containers get another value of, by name. */
function alsoChanged(
  before: ComposeProject,
  after: ComposeProject,
  webs: readonly string[],
): readonly string[] {
  return [...after.services.values()].flatMap(({ name: service, environment }) => {
    const former = before.services.get(service)?.environment;
    const changed = [...environment.values()].filter(({ name, value }) => {
      const old = former?.get(name);
      const isMeant = name === SIGN_UP_SETTING && webs.includes(service);
      return !isMeant && (old === undefined || reveal(old.value) !== reveal(value));
    });
    const names = listed(changed.map(({ name }) => name));
    return changed.length === 0 ? [] : [`The next container of ${service} gets another ${names} as well.`];
  });
}

const NOT_EDITED = `The files are written in a way that is not edited for you. Set ${SIGN_UP_SETTING} in them yourself, then run Recreate Service.`;

/** Why edits do not bring what is wanted; undefined when they do. */
function reasonAgainst(after: ComposeProject, to: WantedDoor): string | undefined {
  if (isDoor(signUpStatus(after, [])?.files, to)) return undefined;
  const isSet = servicesOf(after, 'web').every(({ environment }) => {
    const value = environment.get(SIGN_UP_SETTING)?.value;
    return value !== undefined && reveal(value) === (to === 'closed' ? 'true' : 'false');
  });
  return isSet
    ? 'AUTH_DISABLE_USERNAME_PASSWORD is true and there is no sign-in provider, so nobody can make an account. Change one of these first.'
    : `Something else than the files decides ${SIGN_UP_SETTING}, such as a variable of the shell. Unset it there, then try again.`;
}
