import type { ExecAnswer } from '../probe/probe';
import type { RowCounts } from './plan';

/** The tables of Langfuse 3. Langfuse 4 keeps its events in another one. */
const TABLES = ['traces', 'observations', 'scores'] as const;
const EVENTS = 'events_full';

/**
 * Asks for the rows of Langfuse's tables, in whichever database they are: a volume holds all of them. The client takes
 * user and password from the environment of its container. Parts are counted by the server as they are written, so
 * that this costs nothing on tables of any size.
 */
export const COUNT_ROWS: readonly string[] = [
  'clickhouse-client',
  '--query',
  `SELECT table, sum(rows) FROM system.parts WHERE active AND table IN (${[...TABLES, EVENTS].map((name) => `'${name}'`).join(', ')}) GROUP BY table`,
];

/** Reads the answer to COUNT_ROWS. A table without parts is empty. */
export function readRows({ exitCode, stdout }: ExecAnswer): RowCounts {
  if (exitCode !== 0) return { unseen: 'ClickHouse did not let them be counted' };
  const counts = new Map<string, number>();
  for (const line of stdout.trim().split('\n').filter(Boolean)) {
    const [table = '', rows = ''] = line.split('\t');
    if (!/^\d+$/.test(rows)) return { unseen: 'ClickHouse gave no number' };
    counts.set(table, Number(rows));
  }
  const events = counts.get(EVENTS);
  return [
    ...TABLES.map((table) => ({ table, rows: counts.get(table) ?? 0 })),
    ...(events === undefined ? [] : [{ table: 'events', rows: events }]),
  ];
}
