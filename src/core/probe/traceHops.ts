import { servicesOf } from '../langfuse/roles';
import { reveal } from '../secret';
import type { Value } from '../secret';
import { clickHouseQuery, quoteText } from './clickHouseQuery';
import { clickHouseLogin, redisLogin } from './consumer';
import type { Environment } from './consumer';
import type { ExecAnswer, Execution, TraceHops } from './probe';
import type { ProbeContext } from './probeContext';
import { redisCommand } from './redisCommand';

/** The queues that a span passes: as it came, then as events. */
const QUEUES = [
  ['otel-ingestion-queue', 'LANGFUSE_OTEL_INGESTION_QUEUE_SHARD_COUNT'],
  ['ingestion-queue', 'LANGFUSE_INGESTION_QUEUE_SHARD_COUNT'],
] as const;
/** No operator has more; a wrong number must not become a long command. */
const MAX_SHARDS = 64;

/** Where a trace passes between web and the read API, as the worker sees it. */
export function traceHops(context: ProbeContext): TraceHops {
  const [worker] = servicesOf(context.project, 'worker');
  if (worker === undefined) return { queue: undefined, rows: undefined };
  const environment = context.environmentOf(worker);
  return { queue: queueHop(context, environment), rows: rowsHop(context, environment) };
}

// One script, so that a job that moves between two states is counted once.
const COUNT = `local n = {0, 0, 0, 0, 0}
for _, queue in ipairs(KEYS) do
  n[1] = n[1] + redis.call('LLEN', queue .. ':wait') + redis.call('LLEN', queue .. ':paused')
  n[1] = n[1] + redis.call('ZCARD', queue .. ':prioritized')
  n[2] = n[2] + redis.call('LLEN', queue .. ':active')
  n[3] = n[3] + redis.call('ZCARD', queue .. ':delayed')
  n[4] = n[4] + redis.call('ZCARD', queue .. ':failed')
  n[5] = n[5] + redis.call('HEXISTS', queue .. ':meta', 'paused')
end
return table.concat(n, ' ')`;

function queueHop(context: ProbeContext, environment: Environment): Execution | undefined {
  const login = redisLogin(environment);
  if (login.kind === 'unknown') return undefined;
  const container = context.running(login.host)?.id;
  if (container === undefined) return undefined;
  const prefix = reveal(environment.get('REDIS_KEY_PREFIX') ?? '') || 'bull';
  const keys = QUEUES.flatMap(([queue, setting]) => shardsOf(`${prefix}:${queue}`, environment.get(setting)));
  return redisCommand(container, login, ['eval', COUNT, String(keys.length), ...keys]);
}

/** The first shard has the name of the queue. */
function shardsOf(queue: string, setting: Value = ''): readonly string[] {
  const count = Math.min(Math.max(Math.floor(Number(reveal(setting))), 1) || 1, MAX_SHARDS);
  return Array.from({ length: count }, (_, index) => (index === 0 ? queue : `${queue}-${index}`));
}

function rowsHop(
  context: ProbeContext,
  environment: Environment,
): ((traceId: string) => Execution) | undefined {
  const login = clickHouseLogin(environment);
  if (login.kind === 'unknown') return undefined;
  const container = context.running(login.host)?.id;
  if (container === undefined) return undefined;
  // Version 3 writes the one table, version 4 the other, or both.
  const tables = `merge(${quoteText(login.database)}, '^(observations|events_full)$')`;
  return (traceId) =>
    clickHouseQuery(
      container,
      login,
      `SELECT count() FROM ${tables} WHERE trace_id = '${traceId}' AND start_time > now() - INTERVAL 1 DAY`,
    );
}

/** Jobs of all queues that a trace passes. */
export interface QueueCounts {
  readonly waiting: number;
  readonly active: number;
  readonly delayed: number;
  readonly failed: number;
  readonly isPaused: boolean;
}

/** Undefined where the queues did not let themselves be counted. */
export function readQueueCounts(answer: ExecAnswer | undefined): QueueCounts | undefined {
  const counts = /^(\d+) (\d+) (\d+) (\d+) (\d+)$/.exec(answer?.stdout.trim() ?? '');
  if (counts === null) return undefined;
  const [waiting = 0, active = 0, delayed = 0, failed = 0, paused = 0] = counts.slice(1).map(Number);
  return { waiting, active, delayed, failed, isPaused: paused > 0 };
}
