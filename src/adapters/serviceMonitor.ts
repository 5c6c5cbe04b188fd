import type { Container } from '../core/stack/container';
import { linkAbort } from './abort';
import type { Clock } from './clock';
import type { ContainerSummary, DockerEngine } from './docker';
import { DockerError } from './dockerError';
import { PROGRAM_ENDED } from './dockerParse';
import type { ContainerEvent } from './dockerParse';

/** What is known of a project's containers. */
export type Sighting =
  | { readonly kind: 'none'; readonly containers: undefined; readonly since: undefined }
  | { readonly kind: 'live'; readonly containers: readonly Container[]; readonly seenAt: number }
  | {
      readonly kind: 'stale';
      /** As last seen; undefined when they never were. */
      readonly containers: readonly Container[] | undefined;
      /** When the engine was last heard of; undefined when it never was. */
      readonly since: number | undefined;
      readonly failure: DockerError;
    };

export type MonitoredEngine = Pick<DockerEngine, 'openEvents' | 'listContainers' | 'inspectContainer'>;

const BURST_MS = 150;
/** Events tell what happens; this is for those that were lost. */
const POLL_MS = 60_000;
const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 30_000;

/**
 * Keeps an eye on the containers of one compose project while somebody listens. Events only say that something
 * changed; the engine's list says what is true. Goes on trying for as long as the engine cannot be reached.
 */
export class ServiceMonitor {
  private sighting: Sighting = { kind: 'none', containers: undefined, since: undefined };
  private readonly listeners = new Set<(sighting: Sighting) => void>();
  private running: AbortController | undefined;
  /** Containers that an event has named since the last look. */
  private readonly named = new Set<string>();
  private isRefreshDue = false;
  private fullLookAt = 0;
  private wake: (() => void) | undefined;

  constructor(
    private readonly engine: MonitoredEngine,
    readonly projectName: string,
    private readonly clock: Clock,
  ) {}

  get latest(): Sighting {
    return this.sighting;
  }

  /** Calls with every new sighting until the result is called. The first listener starts the work, the last one ends it. */
  listen(listener: (sighting: Sighting) => void): () => void {
    this.listeners.add(listener);
    if (this.running === undefined) {
      this.running = new AbortController();
      void this.watch(this.running.signal);
    }
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size > 0) return;
      this.running?.abort();
      this.running = undefined;
    };
  }

  /** Looks at every container again, or tries to reach the engine again, now. */
  refresh(): void {
    this.isRefreshDue = true;
    this.wake?.();
  }

  private async watch(signal: AbortSignal): Promise<void> {
    const isOver = (): boolean => signal.aborted;
    let retryMs = FIRST_RETRY_MS;
    while (!isOver()) {
      const connection = linkAbort(signal);
      const connectedAt = this.clock.now();
      try {
        // Events first, then the list: whatever happens between the two is in the events.
        const events = await this.engine.openEvents(this.projectName, connection.signal);
        await this.look('all', connection.signal);
        retryMs = FIRST_RETRY_MS;
        await this.follow(events, connection.signal);
      } catch (error) {
        if (!isOver()) this.show(this.stale(error));
      } finally {
        connection.abort();
        connection.release();
      }
      // A stream that lasted and then ended is tried again at once: if the engine is gone, that says so.
      const wasStable = this.sighting.kind === 'live' && this.clock.now() - connectedAt >= FIRST_RETRY_MS;
      if (wasStable) continue;
      await this.wait(retryMs, signal, 'until woken');
      retryMs = Math.min(retryMs * 2, LAST_RETRY_MS);
    }
  }

  /** Looks again after every burst of events, and every now and then. Returns when the stream of events ends. */
  private async follow(events: AsyncIterable<ContainerEvent>, signal: AbortSignal): Promise<void> {
    const stream: { state: 'open' | 'ended' | 'broken'; failure?: unknown } = { state: 'open' };
    const close = (state: 'ended' | 'broken', failure?: unknown): void => {
      Object.assign(stream, { state, failure });
      // One that we left ourselves must not cut short the pause before the next attempt.
      if (!signal.aborted) this.wake?.();
    };
    void this.read(events).then(
      () => close('ended'),
      (failure: unknown) => close('broken', failure),
    );
    for (;;) {
      if (stream.state === 'open' && !this.hasNews)
        await this.wait(this.untilFullLookMs, signal, 'until woken');
      signal.throwIfAborted();
      if (stream.state === 'broken') throw stream.failure;
      if (stream.state === 'ended') return;
      // Due also while events keep coming: a start that fails has none of its own.
      if (this.due === 'all') {
        await this.look('all', signal);
      } else if (this.named.size > 0) {
        // Not started anew by later events: a container in a tight crash loop must not hide the others.
        await this.wait(BURST_MS, signal, 'in full');
        await this.look(this.due, signal);
      }
    }
  }

  private async read(events: AsyncIterable<ContainerEvent>): Promise<void> {
    for await (const event of events) {
      if (!this.matters(event)) continue;
      this.named.add(event.containerId);
      this.wake?.();
    }
  }

  /** A healthcheck that passes is the bulk of all events, and changes nothing in a container that is healthy. */
  private matters({ action, containerId, exitCode }: ContainerEvent): boolean {
    if (action !== PROGRAM_ENDED || exitCode !== 0) return true;
    const health = this.lastSeen?.find(({ id }) => id === containerId)?.health;
    return health !== undefined && (health.status !== 'healthy' || health.failingStreak > 0);
  }

  /** Lists, inspects what is new, named or in another state, and shows the result. */
  private async look(which: 'all' | 'named', signal: AbortSignal): Promise<void> {
    if (which === 'all') this.fullLookAt = this.clock.now();
    const named = new Set(this.named);
    this.named.clear();
    this.isRefreshDue = false;
    const known = new Map(this.lastSeen?.map((container) => [container.id, container]));
    const current = async ({ id, status }: ContainerSummary): Promise<Container | undefined> => {
      const last = known.get(id);
      const isCurrent = which === 'named' && last?.status === status && !named.has(id);
      return isCurrent ? last : this.engine.inspectContainer(id, signal);
    };
    const summaries = await this.engine.listContainers(this.projectName, signal);
    const containers = await Promise.all(summaries.map(current));
    signal.throwIfAborted();
    this.show({
      kind: 'live',
      containers: containers.filter((container) => container !== undefined),
      seenAt: this.clock.now(),
    });
  }

  private show(sighting: Sighting): void {
    this.sighting = sighting;
    for (const listener of [...this.listeners]) listener(sighting);
  }

  private stale(error: unknown): Sighting {
    const failure =
      error instanceof DockerError
        ? error
        : new DockerError('down', 'The connection to Docker broke. Restart Docker.', { cause: error });
    const since = this.sighting.kind === 'live' ? this.sighting.seenAt : this.sighting.since;
    return { kind: 'stale', containers: this.lastSeen, since, failure };
  }

  private get lastSeen(): readonly Container[] | undefined {
    return this.sighting.containers;
  }

  private get untilFullLookMs(): number {
    return Math.max(0, this.fullLookAt + POLL_MS - this.clock.now());
  }

  private get due(): 'all' | 'named' {
    return this.isRefreshDue || this.untilFullLookMs === 0 ? 'all' : 'named';
  }

  private get hasNews(): boolean {
    return this.isRefreshDue || this.named.size > 0;
  }

  /** Returns after the time and when the signal aborts; `until woken` also when there is news. */
  private wait(ms: number, signal: AbortSignal, how: 'until woken' | 'in full'): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const done = (): void => {
        cancel();
        signal.removeEventListener('abort', done);
        this.wake = undefined;
        resolve();
      };
      const cancel = this.clock.after(ms, done);
      signal.addEventListener('abort', done, { once: true });
      if (how === 'until woken') this.wake = done;
    });
  }
}
