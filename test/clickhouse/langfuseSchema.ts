/** One ClickHouse migration of Langfuse v3. */
export interface Migration {
  readonly name: string;
  readonly statements: readonly string[];
}

const VERSIONED = 'event_ts DateTime64(3), is_deleted UInt8';
const TEXT = 'Nullable(String) CODEC(ZSTD(3))';
const TIMES = 'created_at DateTime64(3) DEFAULT now(), updated_at DateTime64(3) DEFAULT now()';

function replacing(order: string, partition?: string): string {
  const partitionBy = partition === undefined ? '' : ` PARTITION BY ${partition}`;
  return `ENGINE = ReplacingMergeTree(event_ts, is_deleted)${partitionBy} ORDER BY (${order})`;
}

function bloom(table: string, column: string, name = `idx_${column}`): string {
  return `ALTER TABLE ${table} ADD INDEX IF NOT EXISTS ${name} ${column} TYPE bloom_filter(0.001) GRANULARITY 1`;
}

function dropIndex(table: string, name: string): string {
  return `ALTER TABLE ${table} DROP INDEX IF EXISTS ${name}`;
}

function column(table: string, definition: string, guard = ''): string {
  return `ALTER TABLE ${table} ADD COLUMN ${guard}${definition}`;
}

function environmentsOf(table: string): string {
  return `CREATE MATERIALIZED VIEW project_environments_${table}_mv TO project_environments AS
SELECT project_id, groupUniqArrayArray(array(environment)) AS environments FROM ${table} GROUP BY project_id`;
}

const DATASET_RUN_ITEM_COLUMNS = `id String, project_id String, trace_id String, observation_id Nullable(String),
  dataset_id String, dataset_run_id String, dataset_item_id String, dataset_run_name String,
  dataset_run_description Nullable(String), dataset_run_metadata Map(LowCardinality(String), String),
  dataset_run_created_at DateTime64(3), dataset_item_input ${TEXT}, dataset_item_expected_output ${TEXT},
  dataset_item_metadata Map(LowCardinality(String), String), error ${TEXT}, ${TIMES}, ${VERSIONED}`;

/**
 * Langfuse 3's ClickHouse schema as its 37 migrations build it up: the tables, columns, keys and engines that an
 * operator or a query meets. `schema_migrations` counts them from 1.
 */
export const LANGFUSE_MIGRATIONS: readonly Migration[] = [
  {
    name: 'traces',
    statements: [
      `CREATE TABLE traces (
  id String, timestamp DateTime64(3), name String, user_id Nullable(String),
  metadata Map(LowCardinality(String), String), release Nullable(String), version Nullable(String),
  project_id String, public Bool, bookmarked Bool, tags Array(String), input ${TEXT}, output ${TEXT},
  session_id Nullable(String), ${TIMES}, ${VERSIONED},
  INDEX idx_id id TYPE bloom_filter(0.001) GRANULARITY 1
) ${replacing('project_id, toDate(timestamp), id', 'toYYYYMM(timestamp)')}`,
    ],
  },
  {
    name: 'observations',
    statements: [
      `CREATE TABLE observations (
  id String, trace_id String, project_id String, type LowCardinality(String),
  parent_observation_id Nullable(String), start_time DateTime64(3), end_time Nullable(DateTime64(3)), name String,
  metadata Map(LowCardinality(String), String), level LowCardinality(String), status_message Nullable(String),
  version Nullable(String), input ${TEXT}, output ${TEXT}, provided_model_name Nullable(String),
  internal_model_id Nullable(String), model_parameters Nullable(String),
  provided_usage_details Map(LowCardinality(String), UInt64), usage_details Map(LowCardinality(String), UInt64),
  provided_cost_details Map(LowCardinality(String), Decimal64(12)),
  cost_details Map(LowCardinality(String), Decimal64(12)), total_cost Nullable(Decimal64(12)),
  completion_start_time Nullable(DateTime64(3)), prompt_id Nullable(String), prompt_name Nullable(String),
  prompt_version Nullable(UInt16), ${TIMES}, ${VERSIONED},
  INDEX idx_id id TYPE bloom_filter() GRANULARITY 1, INDEX idx_trace_id trace_id TYPE bloom_filter() GRANULARITY 1,
  INDEX idx_project_id project_id TYPE bloom_filter() GRANULARITY 1
) ${replacing('project_id, type, toDate(start_time), id', 'toYYYYMM(start_time)')}`,
    ],
  },
  {
    name: 'scores',
    statements: [
      `CREATE TABLE scores (
  id String, timestamp DateTime64(3), project_id String, trace_id String, observation_id Nullable(String),
  name String, value Float64, source String, comment ${TEXT}, author_user_id Nullable(String),
  config_id Nullable(String), data_type String, string_value Nullable(String), queue_id Nullable(String),
  ${TIMES}, ${VERSIONED},
  INDEX idx_id id TYPE bloom_filter(0.001) GRANULARITY 1
) ${replacing('project_id, toDate(timestamp), name, id', 'toYYYYMM(timestamp)')}`,
    ],
  },
  { name: 'drop_observations_index', statements: [dropIndex('observations', 'idx_project_id')] },
  { name: 'traces_session_index', statements: [bloom('traces', 'session_id')] },
  { name: 'traces_user_index', statements: [bloom('traces', 'user_id')] },
  {
    name: 'event_log',
    statements: [
      `CREATE TABLE event_log (
  id String, project_id String, entity_type String, entity_id String, event_id Nullable(String),
  bucket_name String, bucket_path String, ${TIMES}
) ENGINE = MergeTree ORDER BY (project_id, entity_type, entity_id)`,
    ],
  },
  {
    name: 'add_environment_column',
    statements: ['traces', 'observations', 'scores'].map((table) =>
      column(table, "environment LowCardinality(String) DEFAULT 'default' AFTER project_id"),
    ),
  },
  {
    name: 'project_environments',
    statements: [
      `CREATE TABLE project_environments (
  project_id String, environments SimpleAggregateFunction(groupUniqArrayArray, Array(String))
) ENGINE = AggregatingMergeTree ORDER BY project_id`,
      ...['traces', 'observations', 'scores'].map(environmentsOf),
    ],
  },
  { name: 'scores_metadata', statements: [column('scores', 'metadata Map(LowCardinality(String), String)')] },
  {
    name: 'blob_storage_file_log',
    statements: [
      `CREATE TABLE blob_storage_file_log (
  id String, project_id String, entity_type String, entity_id String, event_id String, bucket_name String,
  bucket_path String, ${TIMES}, ${VERSIONED}
) ${replacing('project_id, entity_type, entity_id, event_id')}`,
    ],
  },
  { name: 'scores_session_id', statements: [column('scores', 'session_id Nullable(String)')] },
  {
    name: 'drop_scores_index',
    statements: [`${dropIndex('scores', 'idx_project_trace_observation')} SETTINGS mutations_sync = 2`],
  },
  {
    name: 'scores_trace_id_nullable',
    statements: ['ALTER TABLE scores MODIFY COLUMN trace_id Nullable(String)'],
  },
  { name: 'scores_trace_observation_index', statements: [bloom('scores', 'observation_id')] },
  { name: 'scores_session_index', statements: [bloom('scores', 'session_id')] },
  { name: 'scores_dataset_run_id', statements: [column('scores', 'dataset_run_id Nullable(String)')] },
  { name: 'scores_dataset_run_index', statements: [bloom('scores', 'dataset_run_id')] },
  {
    name: 'analytics_traces',
    statements: [
      `CREATE VIEW analytics_traces AS
SELECT project_id, toStartOfHour(timestamp) AS hour, uniq(id) AS countTraces, max(user_id IS NOT NULL) AS hasUsers,
  max(session_id IS NOT NULL) AS hasSessions, max(length(tags) > 0) AS hasTags
FROM traces WHERE toStartOfHour(timestamp) <= toStartOfHour(now()) GROUP BY project_id, hour`,
    ],
  },
  {
    name: 'analytics_observations',
    statements: [
      `CREATE VIEW analytics_observations AS
SELECT project_id, toStartOfHour(start_time) AS hour, uniq(id) AS countObservations
FROM observations WHERE toStartOfHour(start_time) <= toStartOfHour(now()) GROUP BY project_id, hour`,
    ],
  },
  {
    name: 'analytics_scores',
    statements: [
      `CREATE VIEW analytics_scores AS
SELECT project_id, toStartOfHour(timestamp) AS hour, uniq(id) AS countScores
FROM scores WHERE toStartOfHour(timestamp) <= toStartOfHour(now()) GROUP BY project_id, hour`,
    ],
  },
  {
    name: 'dataset_run_items',
    statements: [
      `CREATE TABLE dataset_run_items (${DATASET_RUN_ITEM_COLUMNS})
${replacing('project_id, dataset_id, dataset_run_id, trace_id')}`,
    ],
  },
  {
    name: 'traces_null',
    statements: [
      'CREATE TABLE traces_null AS traces ENGINE = Null',
      `CREATE TABLE traces_all_amt (
  project_id String, id String, start_time SimpleAggregateFunction(min, DateTime64(3)),
  end_time SimpleAggregateFunction(max, Nullable(DateTime64(3)))
) ENGINE = AggregatingMergeTree ORDER BY (project_id, id)`,
      `CREATE MATERIALIZED VIEW IF NOT EXISTS traces_all_amt_mv TO traces_all_amt AS
SELECT project_id, id, min(timestamp) AS start_time, max(timestamp) AS end_time FROM traces_null GROUP BY project_id, id`,
    ],
  },
  {
    name: 'dataset_run_items_rmt',
    statements: [
      `CREATE TABLE dataset_run_items_rmt (${DATASET_RUN_ITEM_COLUMNS})
${replacing('project_id, dataset_id, dataset_run_id, id')}`,
    ],
  },
  { name: 'dataset_run_items_rmt_trace_index', statements: [bloom('dataset_run_items_rmt', 'trace_id')] },
  {
    name: 'dataset_run_items_rmt_item_index',
    statements: [bloom('dataset_run_items_rmt', 'dataset_item_id')],
  },
  {
    name: 'drop_project_environments_views',
    statements: ['traces', 'observations', 'scores'].map(
      (table) => `DROP VIEW IF EXISTS project_environments_${table}_mv`,
    ),
  },
  {
    name: 'scores_execution_trace_id',
    statements: [column('scores', 'execution_trace_id Nullable(String)', 'IF NOT EXISTS ')],
  },
  {
    name: 'drop_traces_null',
    statements: [
      'DROP VIEW IF EXISTS traces_all_amt_mv',
      'DROP TABLE IF EXISTS traces_all_amt',
      'DROP TABLE IF EXISTS traces_null',
    ],
  },
  { name: 'scores_execution_trace_index', statements: [bloom('scores', 'execution_trace_id')] },
  {
    name: 'observations_pricing_tier',
    statements: [
      column('observations', 'usage_pricing_tier_id Nullable(String)'),
      column('observations', 'usage_pricing_tier_name Nullable(String)'),
    ],
  },
  {
    name: 'scores_long_string_value',
    statements: [column('scores', `long_string_value ${TEXT}`, 'IF NOT EXISTS ')],
  },
  {
    name: 'observations_tool_definitions',
    statements: [column('observations', 'tool_definitions Map(String, String)', 'IF NOT EXISTS ')],
  },
  {
    name: 'observations_tool_calls',
    statements: [
      column('observations', 'tool_calls Array(String)', 'IF NOT EXISTS '),
      column('observations', 'tool_call_names Array(String)', 'IF NOT EXISTS '),
    ],
  },
  { name: 'observations_model_index', statements: [bloom('observations', 'internal_model_id')] },
  {
    name: 'recreate_analytics_scores',
    statements: [
      'DROP VIEW IF EXISTS analytics_scores',
      `CREATE VIEW analytics_scores AS
SELECT project_id, toStartOfHour(timestamp) AS hour, uniq(id) AS countScores, uniq(session_id) AS countSessions
FROM scores WHERE toStartOfHour(timestamp) <= toStartOfHour(now()) GROUP BY project_id, hour`,
    ],
  },
  { name: 'traces_release_index', statements: [bloom('traces', 'release')] },
];

/** The table in which the migration tool keeps its history: the newest row is the current state. */
export const SCHEMA_MIGRATIONS =
  'CREATE TABLE IF NOT EXISTS schema_migrations (version Int64, dirty UInt8, sequence UInt64) ENGINE = MergeTree ORDER BY sequence';
