import { formatBytes } from '../../stack/planText';
import { failed, ok } from '../probe';
import type { ExecAnswer, Verdict } from '../probe';
import { firstLine } from './execAnswer';

/**
 * Of the fullest disk: free and whole bytes, then the bytes of ClickHouse's own logs, which it keeps for ever unless it
 * is told otherwise, and of all other tables.
 */
export const DISK_USE = `SELECT free_space, total_space,
  (SELECT sum(bytes_on_disk) FROM system.parts WHERE active AND database = 'system'),
  (SELECT sum(bytes_on_disk) FROM system.parts WHERE active AND database != 'system')
  FROM system.disks WHERE total_space > 0 ORDER BY free_space / total_space LIMIT 1`;

/** A merge needs room for its result, so this is late. */
const NEARLY_FULL = 0.9;

export function interpretDisk(answer: ExecAnswer): Verdict {
  if (answer.exitCode !== 0) return failed(firstLine(answer.stderr + answer.stdout));
  const [free, total, logs, data] = answer.stdout.trim().split('\t').map(Number);
  // Object storage has no end.
  if (free === undefined || total === undefined || !(total > 0) || logs === undefined || data === undefined)
    return ok('No disk of ClickHouse has an end');
  const used = 1 - free / total;
  const percent = `${Math.round(100 * used)} %`;
  if (used < NEARLY_FULL) return ok(`${percent} of ClickHouse's disk is used`);
  const most =
    logs > data
      ? `Its own system logs hold ${formatBytes(logs)} of it, more than all traces (${formatBytes(data)}): give them a TTL, and drop what is old.`
      : `Traces hold ${formatBytes(data)} of it: give the disk more room, or delete old ones.`;
  return failed(
    `ClickHouse's disk is ${percent} full, with ${formatBytes(free)} free. ${most}`,
    'clickhouse/disk-full',
  );
}
