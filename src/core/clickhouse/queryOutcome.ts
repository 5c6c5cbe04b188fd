import { explainError } from './errors';
import type { ServerError } from './errors';
import { formatCount } from './resultPayload';
import type { Notice, ResultPayload } from './resultPayload';
import type { ResultTable } from './resultTable';

/** As the server reports it, in its own digits. */
export interface QueryProgress {
  readonly readRows: string;
  /** An estimate; 0 when the server has none. */
  readonly totalRows: string;
  /** Readable, such as `2.56 MiB`. */
  readonly memory: string;
}

/** What became of a cancelled statement, as seen in system.processes. */
export type ServerAfterCancel = 'stopped' | 'still-running' | 'unknown';

export type QueryOutcome =
  | { readonly kind: 'rows'; readonly table: ResultTable }
  /** The statement has a FORMAT of its own. */
  | { readonly kind: 'text'; readonly text: string; readonly isCut: boolean }
  | { readonly kind: 'nothing' }
  /** Rows that came before the failure stay in `table`. */
  | { readonly kind: 'failed'; readonly error: ServerError; readonly table: ResultTable }
  | { readonly kind: 'broken-off'; readonly table: ResultTable }
  | { readonly kind: 'cancelled'; readonly server: ServerAfterCancel; readonly table: ResultTable };

/** Rows that an output shows while the statement still runs; it is written again several times a second. */
const ROWS_WHILE_RUNNING = 100;

export interface OutcomeContext {
  readonly elapsedMs: number;
  readonly maxSeconds: number;
  /** Where the error is in its cell, such as `Line 3, column 8`; empty when the server does not say. */
  readonly place: string;
}

/** The output of a finished statement. */
export function outcomePayload(outcome: QueryOutcome, context: OutcomeContext): ResultPayload {
  const duration = formatDuration(context.elapsedMs);
  const table = 'table' in outcome ? outcome.table : undefined;
  const payload: ResultPayload = {
    version: 1,
    isRunning: false,
    summary: '',
    table: table?.snapshot(),
    text: undefined,
    notice: undefined,
  };
  switch (outcome.kind) {
    case 'rows':
      return { ...payload, summary: `${formatRows(outcome.table)} · ${duration}` };
    case 'text': {
      const notice: Notice = { tone: 'warning', message: 'Cut: the answer is longer than 1 MB.', detail: '' };
      return {
        ...payload,
        text: outcome.text,
        notice: outcome.isCut ? notice : undefined,
        summary: duration,
      };
    }
    case 'nothing':
      return { ...payload, summary: `Done · ${duration}` };
    case 'failed':
      return {
        ...payload,
        notice: failureNotice(outcome.error, context.place),
        summary: `${rowsBefore(outcome.table, 'the failure')}Failed after ${duration}`,
      };
    case 'broken-off':
      return {
        ...payload,
        notice: {
          tone: 'error',
          message:
            'The answer ended in the middle, so rows are missing. Look at the logs of the ClickHouse container, then run the cell again.',
          detail: '',
        },
        summary: `${rowsBefore(outcome.table, 'the end')}Broken off after ${duration}`,
      };
    case 'cancelled':
      return {
        ...payload,
        notice: { tone: 'quiet', message: cancelSentence(outcome.server, context), detail: '' },
        summary: outcome.table.hasColumns ? `${rowsBefore(outcome.table, 'the cancel')}incomplete` : '',
      };
  }
}

/** The output while the statement runs. */
export function runningPayload(
  table: ResultTable | undefined,
  progress: QueryProgress | undefined,
  elapsedMs: number,
): ResultPayload {
  const snapshot = table?.snapshot();
  const parts = ['Running', formatDuration(elapsedMs)];
  if (table !== undefined && table.rowCount > 0) parts.push(`${formatRows(table)} so far`);
  if (progress !== undefined) {
    const total = progress.totalRows === '0' ? '' : ` of about ${formatCount(progress.totalRows)}`;
    parts.push(`${formatCount(progress.readRows)}${total} rows read`, progress.memory);
  }
  return {
    version: 1,
    isRunning: true,
    summary: parts.join(' · '),
    table: snapshot && { ...snapshot, rows: snapshot.rows.slice(0, ROWS_WHILE_RUNNING) },
    text: undefined,
    notice: undefined,
  };
}

/** For a failure that came before or instead of an answer. */
export function failurePayload(message: string): ResultPayload {
  const notice: Notice = { tone: 'error', message, detail: '' };
  return { version: 1, isRunning: false, summary: '', table: undefined, text: undefined, notice };
}

export function formatRows(table: Pick<ResultTable, 'rowCount' | 'isCut'>): string {
  const rows = `${formatCount(table.rowCount)} ${table.rowCount === 1 ? 'row' : 'rows'}`;
  return table.isCut ? `first ${rows}` : rows;
}

export function formatDuration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(Math.floor(ms / 100) / 10).toFixed(1)} s`;
  return `${Math.floor(ms / 60_000)} min ${Math.floor((ms % 60_000) / 1000)} s`;
}

function failureNotice(error: ServerError, place: string): Notice {
  const { what, next } = explainError(error);
  const message = [what, next].filter((sentence) => sentence !== '').join(' ');
  const name = error.name === '' ? `Code ${error.code}` : `${error.name} (${error.code})`;
  return {
    tone: 'error',
    message,
    detail: [place, `${name}: ${error.message}`].filter((part) => part !== '').join(' · '),
  };
}

function rowsBefore(table: ResultTable, event: string): string {
  return table.rowCount === 0 ? '' : `${formatRows(table)} before ${event} · `;
}

function cancelSentence(server: ServerAfterCancel, { elapsedMs, maxSeconds }: OutcomeContext): string {
  const start = `Cancelled after ${formatDuration(elapsedMs)}`;
  switch (server) {
    case 'stopped':
      return `${start}; the server confirms it stopped.`;
    case 'still-running':
      return `${start}, but the server still works on it. It stops by itself at its limit of ${maxSeconds} s.`;
    case 'unknown':
      return `${start}; whether the server stopped could not be seen.`;
  }
}
