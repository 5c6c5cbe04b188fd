import type { Container } from '../core/stack/container';
import { DockerError } from './dockerError';
import type { Clock } from './clock';
import type { DockerEngine } from './docker';
import { splitLines } from './dockerStreams';
import type { OutputChunk } from './dockerStreams';
import { ServiceMonitor } from './serviceMonitor';
import type { MonitoredEngine } from './serviceMonitor';

/** One line of a log, or a remark of ours about the container between two lines. */
export interface LogEntry {
  readonly kind: 'line' | 'remark';
  readonly service: string;
  /** A line may hold colours, and secrets. */
  readonly text: string;
}

export interface FollowOptions {
  readonly engine: MonitoredEngine & Pick<DockerEngine, 'logs'>;
  readonly projectName: string;
  /** Undefined: every service of the project. */
  readonly services: readonly string[] | undefined;
  /** Lines of each container to begin with. */
  readonly tail: number;
  readonly clock: Clock;
  /** Called with the containers before their lines. */
  readonly see: (containers: readonly Container[]) => void;
  readonly emit: (entry: LogEntry) => void;
}

const RETRY_MS = 1_000;

/** How far a container's log has been read. */
interface Followed {
  /** `over`: not to be read again before the container's next start. */
  state: 'open' | 'cut off' | 'over';
  startedAt: string | undefined;
  /** The engine's time of the last line, down to nanoseconds. */
  lastTime: string | undefined;
}

/**
 * Follows the logs of services across restarts, new containers and an engine that goes away. It remembers how far it
 * came: following again goes on from there, and no line comes twice.
 */
export class LogFollower {
  private readonly followed = new Map<string, Followed>();

  constructor(private readonly options: FollowOptions) {}

  /** Begins, or goes on. Call it once at a time; it ends with the signal. */
  follow(signal: AbortSignal): void {
    const { engine, projectName, services, clock, emit } = this.options;
    const monitor = new ServiceMonitor(engine, projectName, clock);
    let isEngineSilent = false;
    const stop = monitor.listen((sighting) => {
      if (sighting.kind === 'live') this.look(monitor, signal);
      else if (sighting.kind === 'stale' && !isEngineSilent)
        emit({ kind: 'remark', service: services?.join() ?? projectName, text: sighting.failure.message });
      isEngineSilent = sighting.kind === 'stale';
    });
    const end = (): void => {
      stop();
      for (const log of this.followed.values()) if (log.state === 'open') log.state = 'cut off';
    };
    signal.addEventListener('abort', end, { once: true });
  }

  /** Begins to read what is new, was cut off, or has started again. */
  private look(monitor: ServiceMonitor, signal: AbortSignal): void {
    const { latest } = monitor;
    if (latest.kind !== 'live' || signal.aborted) return;
    const { services, see, emit } = this.options;
    const wanted = latest.containers.filter(({ service }) => services?.includes(service) ?? true);
    see(wanted);
    for (const container of wanted) {
      const known = this.followed.get(container.id);
      const isNextRun = known !== undefined && container.startedAt !== known.startedAt;
      if (known?.state === 'open' || (known?.state === 'over' && !isNextRun)) continue;
      if (isNextRun) emit(remark(container, 'started again'));
      const next: Followed = {
        state: 'open',
        startedAt: container.startedAt,
        lastTime: known?.lastTime,
      };
      this.followed.set(container.id, next);
      void this.read(container, next, signal).then(() => this.afterEnd(next, monitor, signal));
    }
  }

  /** What ended may have been started again before its end was read. */
  private afterEnd({ state }: Followed, monitor: ServiceMonitor, signal: AbortSignal): void {
    if (signal.aborted) return;
    if (state === 'over') {
      this.look(monitor, signal);
      return;
    }
    const cancel = this.options.clock.after(RETRY_MS, () => {
      signal.removeEventListener('abort', cancel);
      monitor.refresh();
    });
    signal.addEventListener('abort', cancel, { once: true });
  }

  /** Reads one run of a container to its end. Never rejects: why it ended is in what is emitted. */
  private async read(container: Container, followed: Followed, signal: AbortSignal): Promise<void> {
    const { engine, tail, emit } = this.options;
    const { lastTime } = followed;
    try {
      const chunks = engine.logs(container, {
        follow: true,
        ...(lastTime === undefined ? { tail } : { since: lastTime }),
        signal,
      });
      for await (const line of splitLines(dataOf(chunks))) {
        const { time, text } = splitTime(line);
        if (time !== undefined) {
          // The engine's "since" includes the moment itself.
          if (lastTime !== undefined && time <= lastTime) continue;
          followed.lastTime = time;
        }
        emit({ kind: 'line', service: container.service, text });
      }
      const now = await engine.inspectContainer(container.id, signal);
      const isSameRun = now?.status === 'running' && now.startedAt === followed.startedAt;
      followed.state = isSameRun ? 'cut off' : 'over';
      if (!isSameRun) emit(remark(container, describeEnd(now)));
    } catch (error) {
      const isUnreachable = error instanceof DockerError && error.isUnreachable;
      followed.state = signal.aborted || isUnreachable ? 'cut off' : 'over';
      // Why the engine cannot be reached is said once, by whoever looks for containers.
      if (followed.state === 'over')
        emit(remark(container, `cannot be read: ${error instanceof Error ? error.message : String(error)}`));
    }
  }
}

function describeEnd(now: Container | undefined): string {
  if (now === undefined) return 'was removed';
  // Its exit code is that of no run any more.
  if (now.status === 'running') return 'ended';
  if (now.isOomKilled) return `was killed for memory (exit code ${now.exitCode})`;
  if (now.exitCode === KILLED) return `was killed (exit code ${now.exitCode})`;
  return `ended with exit code ${now.exitCode}`;
}

/** 128 and the number of SIGKILL. */
const KILLED = 137;

function remark(container: Container, text: string): LogEntry {
  return { kind: 'remark', service: container.service, text: `${container.name} ${text}` };
}

/** What a container prints, whichever of its two streams it prints to. */
export async function* dataOf(chunks: AsyncIterable<OutputChunk>): AsyncGenerator<Uint8Array> {
  for await (const { data } of chunks) yield data;
}

/** Takes off the time that the engine puts in front of a line. */
export function splitTime(line: string): { readonly time: string | undefined; readonly text: string } {
  const match = /^(\d{4}-\d\d-\d\dT[\d:.]+Z) ?/.exec(line);
  return match === null
    ? { time: undefined, text: line }
    : { time: match[1], text: line.slice(match[0].length) };
}
