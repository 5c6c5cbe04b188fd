import { systemClock } from '../../../src/adapters/clock';
import type { DockerEngine } from '../../../src/adapters/docker';
import { ServiceMonitor } from '../../../src/adapters/serviceMonitor';
import type { Sighting } from '../../../src/adapters/serviceMonitor';
import type { LoadedStack } from '../../../src/adapters/stackFiles';
import { stackView } from '../../../src/adapters/stackView';
import type { ServiceState } from '../../../src/core/stack/serviceState';

/** The rows of the tree, kept as the editor keeps them: by the engine's events. */
export class RowWatch {
  private readonly monitor: ServiceMonitor;
  private readonly stop: () => void;
  private readonly seen = new Map<string, Set<string>>();
  private onRows: () => void = () => undefined;

  constructor(
    engine: DockerEngine,
    private stack: LoadedStack,
  ) {
    this.monitor = new ServiceMonitor(engine, stack.project.name, systemClock);
    this.stop = this.monitor.listen((sighting) => this.look(sighting));
  }

  close(): void {
    this.stop();
  }

  /** What the files say from now on. */
  use(stack: LoadedStack): void {
    this.stack = stack;
  }

  refresh(): void {
    this.monitor.refresh();
  }

  row(service: string): ServiceState {
    const row = this.rows.find(({ name }) => name === service);
    if (row === undefined) throw new Error(`There is no row of ${service}.`);
    return row;
  }

  get rows(): readonly ServiceState[] {
    const view = stackView(this.stack, this.monitor.latest, true);
    return view.kind === 'services' ? view.rows : [];
  }

  /** Every kind of state that a service was seen in. */
  statesOf(service: string): readonly string[] {
    return [...(this.seen.get(service) ?? [])];
  }

  /** Resolves as soon as the rows are so; the test's timeout is the limit. */
  async until(areSo: (rows: readonly ServiceState[]) => boolean): Promise<void> {
    while (!areSo(this.rows)) await new Promise<void>((resolve) => (this.onRows = resolve));
  }

  untilRow(service: string, isSo: (row: ServiceState) => boolean): Promise<void> {
    return this.until((rows) => rows.some((row) => row.name === service && isSo(row)));
  }

  private look({ kind }: Sighting): void {
    if (kind === 'live')
      for (const { name, kind: state } of this.rows)
        this.seen.set(name, (this.seen.get(name) ?? new Set()).add(state));
    this.onRows();
  }
}
