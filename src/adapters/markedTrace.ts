import type { ExecAnswer, HttpAnswer, TraceAnswer } from '../core/probe/probe';
import { pause } from './clock';
import type { Clock } from './clock';
import type { HttpQuestion } from './httpAnswer';

const POLL_MS = 500;
/** Keeps the probe's traces apart from the applications'. */
const ENVIRONMENT = 'langfuse-stack-probe';

export interface TraceApi {
  readonly baseUrl: string;
  readonly publicKey: string;
  readonly secretKey: string;
}

export interface TraceOptions {
  readonly request: (question: HttpQuestion) => Promise<HttpAnswer>;
  /** Asked even when everything else was given up. */
  readonly cleanUp: (question: HttpQuestion) => Promise<HttpAnswer>;
  /** Undefined where they cannot be counted. */
  readonly countJobs: () => Promise<ExecAnswer | undefined>;
  readonly countRows: (traceId: string) => Promise<ExecAnswer | undefined>;
  readonly randomBytes: (count: number) => Uint8Array;
  readonly clock: Clock;
  /** How long an accepted trace may take until it can be read. */
  readonly patienceMs: number;
  readonly signal: AbortSignal;
}

/**
 * Writes one trace by OTLP, reads it back until it is there, and asks Langfuse to delete it again. One that does not
 * arrive is looked for on its way.
 */
export async function sendMarkedTrace(
  { baseUrl, publicKey, secretKey }: TraceApi,
  { request, cleanUp, countJobs, countRows, randomBytes, clock, patienceMs, signal }: TraceOptions,
): Promise<TraceAnswer> {
  const traceId = Buffer.from(randomBytes(16)).toString('hex');
  const headers = {
    authorization: `Basic ${Buffer.from(`${publicKey}:${secretKey}`).toString('base64')}`,
    'content-type': 'application/json',
    'x-langfuse-ingestion-version': '4',
  };
  const body = JSON.stringify(spans(traceId, Buffer.from(randomBytes(8)).toString('hex'), clock.now()));
  const url = `${baseUrl}/api/public/otel/v1/traces`;
  const traceUrl = `${baseUrl}/api/public/traces/${traceId}`;
  const queueBefore = await countJobs();
  const nothing = { queueBefore, queueAfter: undefined, rows: undefined };
  let isTaken = true;
  try {
    const written = await request({ url, method: 'POST', headers, body });
    if (written.kind === 'no-response' || written.status > 299) {
      isTaken = false;
      return { written, read: undefined, waitedMs: 0, ...nothing };
    }
    const start = clock.now();
    for (;;) {
      const read = await readBack();
      const waitedMs = clock.now() - start;
      if (read.kind === 'response' && read.status === 200) return { written, read, waitedMs, ...nothing };
      if (waitedMs >= patienceMs) {
        const [queueAfter, rows] = await Promise.all([countJobs(), countRows(traceId)]);
        return { written, read, waitedMs, queueBefore, queueAfter, rows };
      }
      await pause(clock, POLL_MS, signal);
    }
  } finally {
    // Also one that was given up on its way. Langfuse deletes when it finds the time: no fault if it does not.
    if (isTaken) await cleanUp({ url: traceUrl, method: 'DELETE', headers });
  }

  async function readBack(): Promise<HttpAnswer> {
    const trace = await request({ url: traceUrl, headers });
    if (trace.kind === 'no-response' || trace.status === 200) return trace;
    // Version 4 may keep no traces, only the observations that they are made of.
    const observations = await request({
      url: `${baseUrl}/api/public/v2/observations?traceId=${traceId}`,
      headers,
    });
    const isThere = observations.kind === 'response' && observations.body.includes(traceId);
    return isThere ? observations : trace;
  }
}

/** `nowMs` is the time in milliseconds since 1970; OTLP counts nanoseconds, as texts. */
function spans(traceId: string, spanId: string, nowMs: number): unknown {
  const name = 'langfuse-stack probe';
  return {
    resourceSpans: [
      {
        resource: {
          attributes: [{ key: 'langfuse.environment', value: { stringValue: ENVIRONMENT } }],
        },
        scopeSpans: [
          {
            scope: { name: 'langfuse-stack' },
            spans: [
              {
                traceId,
                spanId,
                name,
                kind: 1,
                startTimeUnixNano: `${nowMs}000000`,
                endTimeUnixNano: `${nowMs}000000`,
                attributes: [{ key: 'langfuse.trace.name', value: { stringValue: name } }],
                status: {},
              },
            ],
          },
        ],
      },
    ],
  };
}
