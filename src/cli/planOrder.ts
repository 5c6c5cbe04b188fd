import { parseRelease } from '../core/langfuse/versions';
import type { EditingWish, Wish } from '../core/stack/plans/makePlan';
import type { WantedDoor } from '../core/stack/signUp';
import { UsageError } from './command';

/** What is to be planned, as typed: what edits files is no wish before they were looked at. */
export type PlanOrder =
  | Exclude<Wish, EditingWish>
  | { readonly operation: 'upgrade'; readonly to: string }
  | { readonly operation: 'sign-up'; readonly to: WantedDoor };

export const OPERATIONS = [
  'up',
  'down',
  'reset',
  'pull',
  'upgrade',
  'sign-up',
  'recreate',
  'start',
  'stop',
] as const satisfies readonly PlanOrder['operation'][];

interface PlanOptions {
  readonly service?: string | undefined;
  readonly to?: string | undefined;
  readonly 'save-first': boolean;
}

/** Throws a UsageError when the options do not fit the operation. */
export function parsePlanOrder(word: string, options: PlanOptions): PlanOrder {
  const operation = OPERATIONS.find((candidate) => candidate === word);
  const { service, to, 'save-first': isSaving } = options;
  if (isSaving && operation !== 'reset') throw new UsageError('--save-first goes with reset.');
  if (to !== undefined && operation !== 'upgrade' && operation !== 'sign-up')
    throw new UsageError('--to goes with upgrade and sign-up.');
  const isOfService = operation === 'recreate' || operation === 'start' || operation === 'stop';
  if (service !== undefined && !isOfService)
    throw new UsageError('--service goes with recreate, start and stop.');
  switch (operation) {
    case undefined:
      throw new UsageError(`Name one of ${OPERATIONS.join(', ')}.`);
    case 'reset':
      return { operation, isSaving };
    case 'upgrade':
      return { operation, to: release(to) };
    case 'sign-up':
      if (to !== 'open' && to !== 'closed') throw new UsageError('sign-up needs --to open or --to closed.');
      return { operation, to };
    case 'recreate':
    case 'start':
    case 'stop':
      if (service === undefined) throw new UsageError(`${operation} needs --service NAME.`);
      return { operation, service };
    case 'up':
    case 'down':
    case 'pull':
      return { operation };
  }
}

function release(to: string | undefined): string {
  if (to === undefined) throw new UsageError('upgrade needs --to VERSION, such as 3.225.4.');
  const version = parseRelease(to);
  if (version === undefined)
    throw new UsageError(`--to takes a whole version such as 3.225.4, not "${to}": others move.`);
  return version;
}
