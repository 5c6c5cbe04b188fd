import type { ConnectionOptions, JobOptions } from 'bullmq';
import type { Environment } from './environment';

export const INGESTION_QUEUE = 'ingestion-queue';
export const OTEL_QUEUE = 'otel-ingestion-queue';
export const TRACE_DELETE_QUEUE = 'trace-delete';

export interface IngestionJob {
  readonly kind: 'event' | 'otel';
  readonly projectId: string;
  /** The S3 object that holds what arrived. */
  readonly key: string;
}

export interface TraceDeleteJob {
  readonly projectId: string;
  readonly traceId: string;
}

/** Langfuse gives single events time to be merged; at most this long. */
const MAX_EVENT_DELAY_MS = 5000;

export function eventDelayMs(environment: Environment): number {
  return Math.min(MAX_EVENT_DELAY_MS, Number(environment['LANGFUSE_INGESTION_QUEUE_DELAY_MS'] ?? 15_000));
}

export function jobOptions(delay: number): JobOptions {
  return {
    delay,
    attempts: 6,
    backoff: { type: 'exponential', delay: 5000 },
    removeOnComplete: true,
    removeOnFail: 100_000,
  };
}

export function redisConnection(environment: Environment): ConnectionOptions {
  return {
    host: environment['REDIS_HOST'] ?? 'localhost',
    port: Number(environment['REDIS_PORT'] ?? 6379),
    // As Langfuse: without REDIS_AUTH the text "undefined" is sent.
    password: environment['REDIS_AUTH'] ?? 'undefined',
    maxRetriesPerRequest: null,
  };
}

/** Redis failures in Langfuse's words. */
export function describeRedisError(error: Error): string {
  return `Redis error ${error.message}`;
}
