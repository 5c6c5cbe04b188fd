import type { HttpAnswer, TraceAnswer } from '../core/probe/probe';
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
  readonly randomBytes: (count: number) => Uint8Array;
  readonly clock: Clock;
  /** How long an accepted trace may take until it can be read. */
  readonly patienceMs: number;
  readonly signal: AbortSignal;
}

/** Writes one trace by OTLP, reads it back until it is there, and asks Langfuse to delete it again. */
export async function sendMarkedTrace(
  { baseUrl, publicKey, secretKey }: TraceApi,
  { request, randomBytes, clock, patienceMs, signal }: TraceOptions,
): Promise<TraceAnswer> {
  const traceId = Buffer.from(randomBytes(16)).toString('hex');
  const headers = {
    authorization: `Basic ${Buffer.from(`${publicKey}:${secretKey}`).toString('base64')}`,
    'content-type': 'application/json',
    'x-langfuse-ingestion-version': '4',
  };
  const body = JSON.stringify(spans(traceId, Buffer.from(randomBytes(8)).toString('hex'), clock.now()));
  const url = `${baseUrl}/api/public/otel/v1/traces`;
  const written = await request({ url, method: 'POST', headers, body });
  if (written.kind === 'no-response' || written.status > 299) {
    return { written, read: undefined, waitedMs: 0 };
  }
  const start = clock.now();
  let read: HttpAnswer;
  for (;;) {
    read = await readBack(traceId);
    if ((read.kind === 'response' && read.status === 200) || clock.now() - start >= patienceMs) break;
    await pause(clock, POLL_MS, signal);
  }
  const waitedMs = clock.now() - start;
  // Deleting is asynchronous in Langfuse, and nothing is wrong with the stack when it does not happen.
  await request({ url: `${baseUrl}/api/public/traces/${traceId}`, method: 'DELETE', headers });
  return { written, read, waitedMs };

  async function readBack(id: string): Promise<HttpAnswer> {
    const trace = await request({ url: `${baseUrl}/api/public/traces/${id}`, headers });
    if (trace.kind === 'no-response' || trace.status === 200) return trace;
    // Version 4 may keep no traces, only the observations that they are made of.
    const observations = await request({
      url: `${baseUrl}/api/public/v2/observations?traceId=${id}`,
      headers,
    });
    const isThere = observations.kind === 'response' && observations.body.includes(id);
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
