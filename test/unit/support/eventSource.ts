import type { ContainerEvent } from '../../../src/adapters/dockerParse';

/** A stream of events that the test writes. */
export class EventSource {
  private readonly pending: (ContainerEvent | 'end' | Error)[] = [];
  private wake: (() => void) | undefined;

  /** An event of a container. */
  send(containerId: string): void {
    this.push({ action: 'die', containerId, exitCode: 1 });
  }

  /** A healthcheck of a container ended. */
  sendCheck(containerId: string, exitCode: number): void {
    this.push({ action: 'exec_die', containerId, exitCode });
  }

  /** Ends the stream: quietly, or with a failure. */
  end(failure?: Error): void {
    this.push(failure ?? 'end');
  }

  private push(item: ContainerEvent | 'end' | Error): void {
    this.pending.push(item);
    this.wake?.();
  }

  async *open(signal: AbortSignal): AsyncGenerator<ContainerEvent> {
    signal.addEventListener('abort', () => this.wake?.());
    for (;;) {
      signal.throwIfAborted();
      const next = this.pending.shift();
      if (next === 'end') return;
      if (next instanceof Error) throw next;
      if (next !== undefined) yield next;
      else await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }
}
