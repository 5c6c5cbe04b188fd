import type { ServiceState } from '../core/stack/serviceState';

/** Restarts that nothing explains any more: everything else that the service could wait for is well. */
const HOPELESS_RESTARTS = 3;

/** Counts restarts from the moment on when all that is left to wait for are services that crash. */
export class CrashCount {
  private readonly baseline = new Map<string, number>();

  /** The first service that has restarted too often since. */
  tooMany(waiting: readonly ServiceState[]): ServiceState | undefined {
    if (!waiting.every(isCrashing)) {
      this.baseline.clear();
      return undefined;
    }
    return waiting.find((row) => {
      const count = restartsOf(row);
      const before = this.baseline.get(row.name) ?? count;
      this.baseline.set(row.name, before);
      return count - before >= HOPELESS_RESTARTS;
    });
  }
}

// Between two crashes a container counts as starting.
function isCrashing(row: ServiceState): boolean {
  return row.kind === 'restarting' || (row.kind === 'starting' && restartsOf(row) > 0);
}

function restartsOf({ replicas }: ServiceState): number {
  return Math.max(0, ...replicas.map(({ restartCount }) => restartCount));
}
