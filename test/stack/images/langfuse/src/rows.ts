import type { JsonObject } from './json';
import { array, object, serialised, text } from './json';
import type { Span } from './otel';

/** A row and the ClickHouse table it belongs to. */
export interface TableRow {
  readonly table: 'traces' | 'observations' | 'scores';
  readonly values: JsonObject;
}

/** The table that an event of the ingestion API ends up in; undefined for a type that Langfuse does not know. */
export function tableOf(eventType: string): TableRow['table'] | undefined {
  if (eventType === 'trace-create') return 'traces';
  if (eventType === 'score-create') return 'scores';
  return /^(?:span|generation|event|observation)-(?:create|update)$/.test(eventType)
    ? 'observations'
    : undefined;
}

export function rowOfEvent(projectId: string, event: JsonObject, nowMs: number): TableRow | undefined {
  const table = tableOf(text(event['type']) ?? '');
  const body = object(event['body']) ?? {};
  const time = Date.parse(
    text(body['timestamp']) ?? text(body['startTime']) ?? text(event['timestamp']) ?? '',
  );
  const at = clickHouseTime(Number.isNaN(time) ? nowMs : time);
  const shared = {
    id: text(body['id']) ?? text(event['id']) ?? '',
    project_id: projectId,
    environment: text(body['environment']) ?? 'default',
    name: text(body['name']) ?? '',
    event_ts: clickHouseTime(nowMs),
    is_deleted: 0,
  };
  switch (table) {
    case undefined:
      return undefined;
    case 'traces':
      return { table, values: { ...shared, timestamp: at, ...traceColumns(body) } };
    case 'scores':
      return {
        table,
        values: {
          ...shared,
          timestamp: at,
          trace_id: text(body['traceId']) ?? null,
          value: Number(body['value'] ?? 0),
          source: 'API',
          data_type: 'NUMERIC',
        },
      };
    case 'observations':
      return {
        table,
        values: {
          ...shared,
          trace_id: text(body['traceId']) ?? '',
          parent_observation_id: text(body['parentObservationId']) ?? null,
          type: (text(event['type']) ?? '').replace(/-.*/, '').toUpperCase(),
          level: text(body['level']) ?? 'DEFAULT',
          start_time: at,
          end_time: endTime(body),
          input: serialised(body['input']),
          output: serialised(body['output']),
          provided_model_name: text(body['model']) ?? null,
        },
      };
  }
}

/** An observation for the span, and the trace if the span is its root. */
export function rowsOfSpan(projectId: string, span: Span, nowMs: number): TableRow[] {
  const { attributes } = span;
  const shared = {
    project_id: projectId,
    environment: attributes['langfuse.environment'] ?? 'default',
    event_ts: clickHouseTime(nowMs),
    is_deleted: 0,
  };
  const observation: TableRow = {
    table: 'observations',
    values: {
      ...shared,
      id: span.spanId,
      trace_id: span.traceId,
      parent_observation_id: span.parentSpanId ?? null,
      type: (attributes['langfuse.observation.type'] ?? 'span').toUpperCase(),
      name: span.name,
      level: 'DEFAULT',
      start_time: clickHouseTime(span.startMs),
      end_time: span.endMs === undefined ? null : clickHouseTime(span.endMs),
      input: attributes['langfuse.observation.input'] ?? null,
      output: attributes['langfuse.observation.output'] ?? null,
      provided_model_name: attributes['gen_ai.request.model'] ?? null,
    },
  };
  if (span.parentSpanId !== undefined) return [observation];
  const trace: TableRow = {
    table: 'traces',
    values: {
      ...shared,
      id: span.traceId,
      name: attributes['langfuse.trace.name'] ?? span.name,
      timestamp: clickHouseTime(span.startMs),
      user_id: attributes['user.id'] ?? null,
      session_id: attributes['session.id'] ?? null,
    },
  };
  return [trace, observation];
}

function traceColumns(body: JsonObject): JsonObject {
  return {
    user_id: text(body['userId']) ?? null,
    session_id: text(body['sessionId']) ?? null,
    release: text(body['release']) ?? null,
    version: text(body['version']) ?? null,
    tags: (array(body['tags']) ?? []).map(String),
    input: serialised(body['input']),
    output: serialised(body['output']),
  };
}

function endTime(body: JsonObject): string | null {
  const time = Date.parse(text(body['endTime']) ?? '');
  return Number.isNaN(time) ? null : clickHouseTime(time);
}

/** Milliseconds since 1970 as ClickHouse reads a DateTime64(3) in UTC. */
function clickHouseTime(ms: number): string {
  return new Date(ms).toISOString().replace('T', ' ').replace('Z', '');
}
