import { describeState, describeUnseen } from './serviceText';
import type { StateKind } from './containerState';
import { needsNewContainer } from './drift';
import { isAlive, isRunning } from './serviceState';
import type { ServiceState } from './serviceState';

export type ServiceAction = 'start' | 'restart' | 'recreate' | 'logs';

/** How a service stands, and what may be done about it, in the order in which it is offered. */
export interface ServiceOffer {
  readonly state: string;
  readonly actions: readonly ServiceAction[];
}

/** `lastSeen` is given while the engine does not answer and did before; nothing can be done then. */
export function offerFor(row: ServiceState, lastSeen: ServiceState | undefined): ServiceOffer {
  if (row.kind === 'unknown') return { state: describeUnseen(lastSeen), actions: [] };
  return {
    state: describeState(row),
    actions: [changeOf(row), ...(isCreated(row) ? ['logs' as const] : [])],
  };
}

/** A restart keeps what was edited away from the container, so then it is not offered. */
function changeOf(row: ServiceState): ServiceAction {
  if (isCreated(row) && needsNewContainer(row.drift)) return 'recreate';
  const isThere = isRunning(row) || row.kind === 'restarting' || row.kind === 'paused';
  return isThere ? 'restart' : 'start';
}

/** Whether compose can start it: an orphan is none of its services. */
export function canStart(row: ServiceState): boolean {
  return row.isDeclared && !isRunning(row);
}

/** Whether a container of it runs, or will again by itself. */
export function canStop(row: ServiceState): boolean {
  return row.replicas.some((replica) => isAlive(replica) || LIVES_ON.includes(replica.kind));
}

/** Whether there are files from which it could be created anew. */
export function canRecreate(row: ServiceState): boolean {
  return row.isDeclared && isCreated(row);
}

const LIVES_ON: readonly StateKind[] = ['restarting', 'paused'];

function isCreated({ replicas }: ServiceState): boolean {
  return replicas.length > 0;
}
