import type { Finding } from './item';
import type { OwnerFact } from './owner';
import { SIGN_UP_SETTING } from '../stack/signUp';
import type { SignUpStatus } from '../stack/signUp';

/** What is undefined was not looked at. */
export interface AccountFacts {
  readonly owner: OwnerFact | undefined;
  readonly signUp: SignUpStatus | undefined;
}

export function ownerItem({ owner, signUp }: AccountFacts): Finding {
  if (owner === undefined) return { state: 'unknown', detail: 'cannot be seen' };
  if ('unseen' in owner) return { state: 'unknown', detail: owner.unseen };
  const { users, owners, organisations, projects } = owner;
  if (users === 0)
    return signUp?.running === 'closed'
      ? { state: 'failed', detail: 'nobody has an account, and sign-up is closed' }
      : { state: 'open', detail: 'nobody has signed up yet' };
  if (owners === 0) {
    const detail = `${counted(users, 'user')}, but nobody owns an organisation: create one`;
    return {
      state: 'open',
      detail,
      more: 'Who signs up owns nothing yet; who creates an organisation owns it.',
    };
  }
  const parts = [
    counted(users, 'user'),
    counted(organisations, 'organisation'),
    counted(projects, 'project'),
  ];
  return { state: 'done', detail: parts.join(', ') };
}

function counted(count: number, noun: string): string {
  return `${count === 0 ? 'no' : count} ${noun}${count === 1 ? '' : 's'}`;
}

/** What runs decides; what the files say will decide from the next start on. */
export function signUpItem({ signUp, owner }: AccountFacts): Finding {
  if (signUp === undefined) return { state: 'unknown', detail: 'no service runs langfuse/langfuse' };
  const { web, running, files } = signUp;
  switch (running) {
    case undefined:
      if (files === 'open') return { state: 'open', detail: `${web} does not run; its files leave it open` };
      return {
        state: 'unknown',
        detail: `${web} does not run${files === 'closed' ? '; its files close it' : ''}`,
      };
    case 'closed':
      return files === 'open'
        ? { state: 'failed', detail: 'closed now, and open again after the next Up' }
        : { state: 'done', detail: '' };
    case 'provider':
      return {
        state: 'unknown',
        detail: 'by a sign-in provider only, which decides who may',
        more: `Passwords are off. ${SIGN_UP_SETTING}=true keeps newcomers out whatever the provider says.`,
      };
    case 'open': {
      if (files === 'closed') return { state: 'open', detail: `${web} still runs with it open` };
      const hasOwner = owner !== undefined && 'owners' in owner && owner.owners > 0;
      return hasOwner
        ? { state: 'failed', detail: `everybody who reaches ${web} can make an account` }
        : { state: 'open', detail: 'open, until the first owner exists' };
    }
  }
}
