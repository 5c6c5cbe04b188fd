import { needingAttention, wellnessOf } from './serviceState';
import type { ServiceState } from './serviceState';
import { isDown } from './serviceText';

/** How old what is known of a stack is; moments are in the reader's words. */
export type Freshness =
  | { readonly kind: 'live' }
  /** Nobody looks at the stack, so it is not watched. */
  | { readonly kind: 'paused'; readonly seenAt: string }
  /** The engine does not answer; undefined when it never did. */
  | { readonly kind: 'silent'; readonly since: string | undefined };

/** A whole stack in a few words. */
export interface StackStatus {
  /** `ai-gateway 5/6` */
  readonly text: string;
  /** For a screen reader, and for whoever hovers. */
  readonly spoken: string;
  readonly needsAttention: boolean;
}

export function stackStatus(
  projectName: string,
  rows: readonly ServiceState[],
  freshness: Freshness,
): StackStatus {
  if (freshness.kind === 'silent') {
    const since = freshness.since === undefined ? '' : ` since ${freshness.since}`;
    return {
      text: `${projectName} unknown${since}`,
      spoken: `Langfuse stack ${projectName}: Docker does not answer${since}.`,
      needsAttention: true,
    };
  }
  const declared = rows.filter(({ isDeclared }) => isDeclared);
  const well = declared.filter((row) => wellnessOf(row) === 'well').length;
  const age = freshness.kind === 'paused' ? ` at ${freshness.seenAt}` : '';
  const ailing = needingAttention(rows).map(({ name }) => name);
  const [short, long] = isDown(declared)
    ? ['down', 'down']
    : [`${well}/${declared.length}`, `${well} of ${declared.length} well`];
  return {
    text: `${projectName} ${short}${age}`,
    spoken: [
      `Langfuse stack ${projectName}: ${long}${age}.`,
      ...(ailing.length === 0 ? [] : [`Needs attention: ${ailing.join(', ')}.`]),
    ].join(' '),
    needsAttention: ailing.length > 0,
  };
}
