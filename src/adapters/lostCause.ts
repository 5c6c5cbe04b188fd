import type { ServiceState } from '../core/stack/serviceState';
import type { Clock } from './clock';

/** Restarts that nothing explains any more: everything else that the service could wait for is well. */
const HOPELESS_RESTARTS = 3;
/** What does not go away by itself may still be mended meanwhile, as where another container makes a bucket. */
const LASTING_MS = 10_000;

/** Tells when waiting for a service cannot help any more. Give it every look at what is waited for. */
export class LostCause {
  /** Restarts at the moment from which on all that is left to wait for are services that crash. */
  private readonly baseline = new Map<string, number>();
  /** Since when a service suffers from what does not go away by itself. */
  private readonly since = new Map<string, { readonly id: string; readonly at: number }>();

  constructor(private readonly clock: Clock) {}

  /** The first service that has crashed too often, or has suffered from one and the same for too long. */
  among(waiting: readonly ServiceState[]): ServiceState | undefined {
    return this.suffering(waiting) ?? this.crashing(waiting);
  }

  private suffering(waiting: readonly ServiceState[]): ServiceState | undefined {
    const now = this.clock.now();
    const rows = waiting.filter(({ cause }) => cause?.weight === 'lasting');
    for (const name of [...this.since.keys()])
      if (rows.every((row) => row.name !== name)) this.since.delete(name);
    for (const { name, cause } of rows) {
      const id = cause?.id ?? '';
      if (this.since.get(name)?.id !== id) this.since.set(name, { id, at: now });
    }
    return rows.find(({ name }) => now - (this.since.get(name)?.at ?? now) >= LASTING_MS);
  }

  private crashing(waiting: readonly ServiceState[]): ServiceState | undefined {
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
