import type { Container } from '../core/stack/container';
import { DockerError } from './dockerError';
import type { Clock } from './clock';
import type { DockerEngine } from './docker';
import { splitLines } from './dockerStreams';
import type { OutputChunk } from './dockerStreams';
import { inspectAll, pause } from './waitUntilWell';

/** One line of a log, or a remark of ours about the container between two lines. */
export interface LogEntry {
  readonly kind: 'line' | 'remark';
  readonly service: string;
  /** A line may hold colours, and secrets. */
  readonly text: string;
}

export interface FollowOptions {
  readonly engine: Pick<DockerEngine, 'listContainers' | 'inspectContainer' | 'logs'>;
  readonly projectName: string;
  /** Undefined: every service of the project. */
  readonly service: string | undefined;
  /** Lines of each container to begin with. */
  readonly tail: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly emit: (entry: LogEntry) => void;
}

const LOOK_MS = 1_000;

/** How far a container's log has been read. */
interface Followed {
  /** `over`: not to be read again before the container's next start. */
  state: 'open' | 'cut off' | 'over';
  startedAt: string | undefined;
  /** The engine's time of the last line, down to nanoseconds. */
  lastTime: string | undefined;
}

/**
 * Follows the logs of a service, or of all, across restarts, new containers and an engine that goes away, until the
 * signal aborts. Lines that were shown are not shown again.
 */
export async function followLogs(options: FollowOptions): Promise<void> {
  const { engine, projectName, service, clock, signal, emit } = options;
  const followed = new Map<string, Followed>();
  const isOver = (): boolean => signal.aborted;
  let isEngineSilent = false;
  while (!isOver()) {
    try {
      for (const container of await inspectAll(engine, projectName, signal)) {
        if (service !== undefined && container.service !== service) continue;
        const known = followed.get(container.id);
        const isNextRun = known !== undefined && container.startedAt !== known.startedAt;
        if (known?.state === 'open' || (known?.state === 'over' && !isNextRun)) continue;
        if (isNextRun) emit(remark(container, 'started again'));
        const next: Followed = {
          state: 'open',
          startedAt: container.startedAt,
          lastTime: known?.lastTime,
        };
        followed.set(container.id, next);
        void follow(container, next, options);
      }
      isEngineSilent = false;
    } catch (error) {
      if (isOver()) return;
      if (!(error instanceof DockerError)) throw error;
      if (!isEngineSilent) emit({ kind: 'remark', service: service ?? projectName, text: error.message });
      isEngineSilent = true;
    }
    await pause(clock, LOOK_MS, signal).catch((error: unknown) => {
      if (!isOver()) throw error;
    });
  }
}

/** Reads one run of a container to its end. Never rejects: why it ended is in what is emitted. */
async function follow(container: Container, followed: Followed, options: FollowOptions): Promise<void> {
  const { engine, tail, signal, emit } = options;
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
    followed.state = now?.status === 'running' ? 'cut off' : 'over';
    if (followed.state === 'over') emit(remark(container, describeEnd(now)));
  } catch (error) {
    if (signal.aborted) return;
    const isUnreachable = error instanceof DockerError && error.isUnreachable;
    followed.state = isUnreachable ? 'cut off' : 'over';
    // Why the engine cannot be reached is said once, by whoever looks for containers.
    if (!isUnreachable)
      emit(remark(container, `cannot be read: ${error instanceof Error ? error.message : String(error)}`));
  }
}

function describeEnd(now: Container | undefined): string {
  if (now === undefined) return 'was removed';
  return now.isOomKilled ? 'was killed for memory' : `ended with exit code ${now.exitCode}`;
}

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
