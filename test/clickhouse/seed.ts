import type { ClickHouseClient } from '@clickhouse/client';
import { LANGFUSE_MIGRATIONS, SCHEMA_MIGRATIONS } from './langfuseSchema';

export interface SeedOptions {
  /** The time of the newest trace. Rows reach two weeks back from it; everything else in them is always the same. */
  readonly until: Date;
  readonly traces: number;
}

const OBSERVATIONS_PER_TRACE = 4;

/** Builds Langfuse's tables in the client's database and fills them with plausible rows. */
export async function seedLangfuse(client: ClickHouseClient, { until, traces }: SeedOptions): Promise<void> {
  for (const { statements } of LANGFUSE_MIGRATIONS)
    for (const query of statements) await client.command({ query });
  const firstSequence = BigInt(until.getTime()) * 1_000_000n;
  await client.command({ query: SCHEMA_MIGRATIONS });
  await client.command({
    query: `INSERT INTO schema_migrations
SELECT intDiv(number, 2) + 1, 1 - number % 2, {first: UInt64} + number FROM numbers(${2 * LANGFUSE_MIGRATIONS.length})`,
    query_params: { first: firstSequence.toString() },
  });
  const query_params = { until: Math.floor(until.getTime() / 1000), traces };
  for (const query of [TRACES, UPDATED_TRACES, OBSERVATIONS, SCORES, FILES])
    await client.command({ query, query_params });
}

const traceId = (number: string) => `lower(hex(sipHash128(${number})))`;
const pick = (seed: string, ...values: readonly string[]) =>
  `[${values.map((value) => `'${value}'`).join(', ')}][1 + cityHash64(${seed}) % ${values.length}]`;
/** Two weeks, evenly. */
const time = (number: string) =>
  `toDateTime64({until: UInt32} - intDiv(${number} * 1209600, {traces: UInt32}), 3, 'UTC')`;

const TRACE_NAME = pick(
  'n, 1',
  'chat-completion',
  'support-agent',
  'summarise-ticket',
  'rag-answer',
  'nightly-eval',
);
const ENVIRONMENT = pick('n, 2', 'production', 'production', 'production', 'staging');

const TRACE_COLUMNS =
  'id, timestamp, name, user_id, metadata, release, version, project_id, environment, tags, input, output, session_id, created_at, updated_at, event_ts, is_deleted';

const TRACE_VALUES = `${traceId('n')}, at, ${TRACE_NAME}, concat('user-', toString(cityHash64(n, 3) % 40)),
  map('region', ${pick('n, 4', 'eu-west-1', 'us-east-1')}), concat('2026.', toString(1 + cityHash64(n, 5) % 6)), '1',
  'ai-gateway', ${ENVIRONMENT}, [${pick('n, 6', 'web', 'mobile', 'api')}],
  concat('{"messages":[{"role":"user","content":"Question ', toString(n), '"}]}'),
  concat('{"role":"assistant","content":"', repeat('Answer ', 3 + cityHash64(n, 7) % 40), '"}'),
  concat('session-', toString(intDiv(n, 5)))`;

const TRACES = `INSERT INTO traces (${TRACE_COLUMNS})
SELECT ${TRACE_VALUES}, at, at, at, 0 FROM (SELECT number AS n, ${time('number')} AS at FROM numbers({traces: UInt32}))`;

/** Langfuse updates a trace by writing it again: without FINAL these count twice until a merge. */
const UPDATED_TRACES = `INSERT INTO traces (${TRACE_COLUMNS})
SELECT ${TRACE_VALUES}, at, at + 2, at + 2, 0
FROM (SELECT number * 20 AS n, ${time('number * 20')} AS at FROM numbers(intDiv({traces: UInt32}, 20)))`;

const OBSERVATIONS = `INSERT INTO observations (id, trace_id, project_id, environment, type, parent_observation_id,
  start_time, end_time, name, level, status_message, input, output, provided_model_name,
  provided_usage_details, usage_details, cost_details, total_cost, created_at, updated_at, event_ts, is_deleted)
SELECT lower(hex(sipHash64(n, step))), ${traceId('n')}, 'ai-gateway', ${ENVIRONMENT},
  isModel ? 'GENERATION' : 'SPAN', step = 0 ? NULL : lower(hex(sipHash64(n, 0))),
  at + step, at + step + toIntervalMillisecond(40 + cityHash64(n, step, 8) % 6000),
  step = 0 ? ${TRACE_NAME} : ${pick('n, step, 9', 'retrieve', 'rerank', 'llm-call', 'tool-call')},
  failed ? 'ERROR' : 'DEFAULT', failed ? 'Rate limit reached' : NULL,
  concat('Prompt ', toString(n), ' ', repeat('context ', 5 + cityHash64(n, step, 10) % 60)),
  failed ? NULL : repeat('token ', 5 + cityHash64(n, step, 11) % 80),
  isModel ? ${pick('n, step, 12', 'gpt-4o', 'gpt-4o-mini', 'claude-sonnet-4')} : NULL,
  usage, usage,
  isModel ? map('total', toDecimal64(cost, 12)) : map(), isModel ? toDecimal64(cost, 12) : NULL, at, at, at, 0
FROM (
  SELECT intDiv(number, ${OBSERVATIONS_PER_TRACE}) AS n, number % ${OBSERVATIONS_PER_TRACE} AS step,
    ${time(`intDiv(number, ${OBSERVATIONS_PER_TRACE})`)} AS at, step >= 2 AS isModel,
    isModel AND cityHash64(n, step, 13) % 50 = 0 AS failed,
    200 + cityHash64(n, step, 14) % 4000 AS tokensIn, 20 + cityHash64(n, step, 15) % 900 AS tokensOut,
    isModel ? map('input', tokensIn, 'output', tokensOut, 'total', tokensIn + tokensOut) : map() AS usage,
    (tokensIn * 25 + tokensOut * 100) / 10000000 AS cost
  FROM numbers({traces: UInt32} * ${OBSERVATIONS_PER_TRACE})
)`;

const SCORES = `INSERT INTO scores (id, timestamp, project_id, environment, trace_id, name, value, source, data_type,
  created_at, updated_at, event_ts, is_deleted)
SELECT lower(hex(sipHash128(n, 'score'))), at, 'ai-gateway', ${ENVIRONMENT}, ${traceId('n')},
  ${pick('n, 16', 'helpfulness', 'correctness', 'user-feedback')}, (cityHash64(n, 17) % 101) / 100, 'API', 'NUMERIC',
  at, at, at, 0
FROM (SELECT number * 2 AS n, ${time('number * 2')} AS at FROM numbers(intDiv({traces: UInt32}, 2)))`;

const FILES = `INSERT INTO blob_storage_file_log (id, project_id, entity_type, entity_id, event_id, bucket_name,
  bucket_path, created_at, updated_at, event_ts, is_deleted)
SELECT lower(hex(sipHash128(n, 'file'))), 'ai-gateway', 'trace', ${traceId('n')}, toString(n), 'langfuse',
  concat('events/ai-gateway/trace/', ${traceId('n')}, '/', toString(n), '.json'), at, at, at, 0
FROM (SELECT number AS n, ${time('number')} AS at FROM numbers({traces: UInt32}))`;
