import type { TraceAnswer, Verdict } from './probe';
import { readQueueCounts } from './traceHops';
import type { QueueCounts } from './traceHops';

/** The services that a trace passes, for the operator. */
export interface HopNames {
  readonly web: string;
  /** Undefined where no service of the project is one. */
  readonly worker: string | undefined;
}

/** Names the hop at which a trace stopped that web took, and why, as far as queues and tables tell. */
export function stoppedAt(answer: TraceAnswer, { web, worker }: HopNames): Verdict {
  const seconds = (answer.waitedMs / 1000).toFixed(1);
  const stopped = (service: string, reason: string): Verdict => ({
    outcome: 'failed',
    service,
    evidence: `${web} took the trace, and it could not be read within ${seconds} s: ${reason}`,
  });
  if (worker === undefined) {
    return stopped(
      web,
      'no service of this project runs the image langfuse/langfuse-worker, which takes it out of the queue.',
    );
  }
  const { rows } = answer;
  if (rows?.exitCode === 0 && /^[1-9]\d*\s*$/.test(rows.stdout)) {
    return stopped(
      web,
      `it is in the database of ${worker}, and ${web} does not give it back. Compare the CLICKHOUSE settings of both, and see the log of ${web}.`,
    );
  }
  const before = readQueueCounts(answer.queueBefore);
  const after = readQueueCounts(answer.queueAfter);
  if (after === undefined) {
    return stopped(worker, `${worker} has not written it. Check its image and its log.`);
  }
  return stopped(worker, reasonOf(before, after, worker));
}

function reasonOf(before: QueueCounts | undefined, after: QueueCounts, worker: string): string {
  const more = (count: keyof Omit<QueueCounts, 'isPaused'>): boolean => after[count] > (before?.[count] ?? 0);
  if (after.isPaused) return `its queue in Redis is paused, and ${jobs(after.waiting)} in it.`;
  if (more('failed')) return `${worker} failed at it for good. Its log says why.`;
  if (more('delayed')) return `${worker} failed at it and tries again later. Its log says why.`;
  if (after.waiting > 0 && after.active === 0)
    return `${jobs(after.waiting)} in Redis, and nobody takes them. Check that ${worker} runs the image langfuse/langfuse-worker, and restart it.`;
  if (after.waiting > 0)
    return `${worker} is at work, and ${jobs(after.waiting)} before it. Wait, or give it more CPU.`;
  if (after.active > 0) return `${worker} is still at it. Its log says whether it hangs.`;
  return `${worker} took it out of the queue and wrote nothing. Its log says why.`;
}

function jobs(count: number): string {
  return count === 1 ? '1 job waits' : `${count} jobs wait`;
}
