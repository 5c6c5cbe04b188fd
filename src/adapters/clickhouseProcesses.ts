import { setTimeout as delay } from 'node:timers/promises';
import type { ClickHouseClient } from '@clickhouse/client';
import type { QueryProgress, ServerAfterCancel } from '../core/clickhouse/queryOutcome';

const PROGRESS_INTERVAL_MS = 500;
const STOP_INTERVAL_MS = 150;

/** Statements as the server sees them in system.processes: how far they are, and whether they are gone. */
export class ClickHouseProcesses {
  constructor(
    private readonly open: () => Promise<ClickHouseClient>,
    /** How long a cancelled statement is watched until it is said to be still running. */
    private readonly stopDeadlineMs: number,
  ) {}

  /** Progress does not travel with the answer in a way Node can see, so a second request asks for it. */
  async watch(
    queryId: string,
    onProgress: (progress: QueryProgress) => void,
    over: AbortSignal,
  ): Promise<void> {
    try {
      for (;;) {
        await delay(PROGRESS_INTERVAL_MS, undefined, { signal: over });
        const progress = await this.look(queryId, over);
        if (progress !== undefined && !over.aborted) onProgress(progress);
      }
    } catch {
      // The statement is over, or its user may not see system.processes: progress is a courtesy, never a failure.
    }
  }

  /** Undefined when the server does not run the statement (any more). */
  private async look(queryId: string, signal: AbortSignal): Promise<QueryProgress | undefined> {
    const client = await this.open();
    const answer = await client.query({
      query:
        'SELECT toString(read_rows), toString(total_rows_approx), formatReadableSize(memory_usage) FROM system.processes WHERE query_id = {id:String}',
      query_params: { id: queryId },
      format: 'JSONCompactEachRow',
      abort_signal: signal,
    });
    const rows = await answer.json<[string, string, string]>();
    const [row] = rows;
    return row && { readRows: row[0], totalRows: row[1], memory: row[2] };
  }

  async kill(queryId: string, signal?: AbortSignal): Promise<void> {
    const client = await this.open();
    await client.command({
      query: 'KILL QUERY WHERE query_id = {id:String} ASYNC',
      query_params: { id: queryId },
      ...(signal && { abort_signal: signal }),
    });
  }

  /** Closing the connection does not stop a statement that has no rows yet: ask, then look whether it is gone. */
  async stop(queryId: string): Promise<ServerAfterCancel> {
    const deadline = AbortSignal.timeout(this.stopDeadlineMs);
    // A statement that the server was just about to begin is absent at the first look and there at the second.
    let absences = 0;
    let state: ServerAfterCancel = 'unknown';
    try {
      while (!deadline.aborted) {
        // A readonly=1 user may not kill; looking still tells.
        await this.kill(queryId, deadline).catch(() => undefined);
        const isRunning = (await this.look(queryId, deadline)) !== undefined;
        state = 'still-running';
        absences = isRunning ? 0 : absences + 1;
        if (absences === 2) return 'stopped';
        await delay(STOP_INTERVAL_MS, undefined, { signal: deadline });
      }
    } catch {
      // The server does not answer, or its user may not see system.processes.
    }
    return state;
  }
}
