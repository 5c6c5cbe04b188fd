import { isQuiet } from '../core/doctor/findCause';
import type { Evidence, LogLine } from '../core/doctor/evidence';
import { takenPort } from '../core/stack/composeFailure';
import type { Container } from '../core/stack/container';
import { pause } from './clock';
import type { Clock } from './clock';
import type { DockerEngine } from './docker';
import { DockerError } from './dockerError';
import { logTail } from './logTail';

/** A crash prints its reason last; a restart loop of the slowest kind still has its last two runs in there. */
const TAIL_LINES = 100;
/** How long a service may take to say what is wrong where no healthcheck looks. */
const SECOND_LOOK_MS = 10_000;

export type EvidenceSource = Pick<DockerEngine, 'logs' | 'findPublishers'>;

interface Known {
  /** As it was when its log was read, or when there was no reason to. */
  readonly container: Container;
  readonly log: readonly LogLine[] | undefined;
}

/**
 * Reads why containers are not well, beside what the engine says of every one: the end of their log, and who has the
 * port that one wants. Once whenever something about such a container has changed, and never of one that is well.
 */
export class EvidenceReader {
  private readonly known = new Map<string, Known>();
  private readonly holders = new Map<number, string>();

  constructor(
    private readonly engine: EvidenceSource,
    private readonly clock: Clock,
  ) {}

  /**
   * Yields all that is known whenever there is more. Give it every list of a project's containers; what it learned of
   * those that are gone is forgotten. An engine that does not answer is no failure: whoever lists containers says so. Throws only
   * the signal's reason.
   */
  async *read(containers: readonly Container[], signal: AbortSignal): AsyncGenerator<Evidence> {
    const worth = this.take(containers);
    if (await this.readAll(worth, signal)) yield this.evidence;
    const undecided = worth.filter((container) => container.health === undefined && isQuiet(container));
    if (undecided.length === 0) return;
    await pause(this.clock, SECOND_LOOK_MS, signal);
    if (await this.readAll(undecided, signal)) yield this.evidence;
  }

  /** The same for whoever looks again and again anyway: all that is known, at once. */
  async readNow(containers: readonly Container[], signal: AbortSignal): Promise<Evidence> {
    await this.readAll(this.take(containers), signal);
    return this.evidence;
  }

  /** Remembers how containers are now, and returns those whose log is worth reading. */
  private take(containers: readonly Container[]): readonly Container[] {
    const ids = new Set(containers.map(({ id }) => id));
    for (const id of [...this.known.keys()]) if (!ids.has(id)) this.known.delete(id);
    const changed = containers.filter((container) => this.known.get(container.id)?.container !== container);
    const worth = changed.filter((container) => this.isWorthReading(container));
    for (const container of changed)
      this.known.set(container.id, { container, log: this.logThatStillCounts(container) });
    return worth;
  }

  /** One that is not well, one that nothing checks, and one that just became well: its log may say at what price. */
  private isWorthReading(container: Container): boolean {
    if (container.status === 'created' && container.error === '') return false;
    if (!isQuiet(container)) return true;
    const before = this.known.get(container.id)?.container;
    if (container.status !== 'running') return false;
    if (before === undefined) return container.health === undefined;
    return !isQuiet(before) || before.startedAt !== container.startedAt;
  }

  /** What was read before, until more is read: it also tells why the former run of a crash loop ended. */
  private logThatStillCounts(container: Container): readonly LogLine[] | undefined {
    const before = this.known.get(container.id);
    const isOver = isQuiet(container) && before?.container.startedAt !== container.startedAt;
    return isOver ? undefined : before?.log;
  }

  /** Whether anything was learned. */
  private async readAll(containers: readonly Container[], signal: AbortSignal): Promise<boolean> {
    const learned = await Promise.all(
      containers.map(async (container) => {
        try {
          return await this.readOne(container, signal);
        } catch (error) {
          if (!signal.aborted && error instanceof DockerError) return false;
          throw error;
        }
      }),
    );
    return learned.includes(true);
  }

  private async readOne(container: Container, signal: AbortSignal): Promise<boolean> {
    const port = takenPort(container.error);
    if (port !== undefined) await this.findHolder(port, signal);
    const log = await logTail(this.engine, container, TAIL_LINES, signal);
    // Meanwhile it may have changed, and is being read again, or be gone.
    if (this.known.get(container.id)?.container !== container) return false;
    this.known.set(container.id, { container, log });
    return true;
  }

  private async findHolder(port: number, signal: AbortSignal): Promise<void> {
    const [holder] = await this.engine.findPublishers(port, signal);
    if (holder === undefined) this.holders.delete(port);
    else this.holders.set(port, holder.name);
  }

  private get evidence(): Evidence {
    const logs = new Map<string, readonly LogLine[]>();
    for (const [id, { log }] of this.known) if (log !== undefined) logs.set(id, log);
    return { logs, portHolders: this.holders };
  }
}
