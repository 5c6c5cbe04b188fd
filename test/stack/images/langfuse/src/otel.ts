import type { JsonObject } from './json';
import { array, object, text } from './json';

/** A span of an OTLP/JSON request, as far as Langfuse's tables need it. */
export interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly name: string;
  readonly startMs: number;
  readonly endMs: number | undefined;
  readonly attributes: Readonly<Record<string, string>>;
}

export class OtelError extends Error {}

/** Throws an OtelError that names what is wrong; one bad span refuses the whole request, as in Langfuse. */
export function readSpans(body: unknown): Span[] {
  const resources = array(object(body)?.['resourceSpans']);
  if (resources === undefined) throw new OtelError('resourceSpans must be an array');
  const scopes = resources.flatMap((resource) => array(object(resource)?.['scopeSpans']) ?? []);
  return scopes.flatMap((scope) => array(object(scope)?.['spans']) ?? []).map(readSpan);
}

function readSpan(value: unknown): Span {
  const span = object(value) ?? {};
  const traceId = text(span['traceId']) ?? '';
  const spanId = text(span['spanId']) ?? '';
  if (!/^[0-9a-f]{32}$/i.test(traceId)) throw new OtelError('traceId must be 32 hexadecimal digits');
  if (!/^[0-9a-f]{16}$/i.test(spanId)) throw new OtelError('spanId must be 16 hexadecimal digits');
  const parentSpanId = text(span['parentSpanId']);
  const end = span['endTimeUnixNano'];
  return {
    traceId: traceId.toLowerCase(),
    spanId: spanId.toLowerCase(),
    parentSpanId: parentSpanId ? parentSpanId.toLowerCase() : undefined,
    name: text(span['name']) ?? '',
    startMs: milliseconds(span['startTimeUnixNano']),
    endMs: end === undefined ? undefined : milliseconds(end),
    attributes: readAttributes(span),
  };
}

function readAttributes(span: JsonObject): Record<string, string> {
  const { attributes = [] } = span;
  const entries = array(attributes);
  if (entries === undefined) throw new OtelError('attributes must be an array of {key, value}');
  return Object.fromEntries(
    entries.map((entry) => {
      const { key, value } = object(entry) ?? {};
      const [content] = Object.values(object(value) ?? {});
      return [text(key) ?? '', typeof content === 'string' ? content : JSON.stringify(content ?? null)];
    }),
  );
}

function milliseconds(nanoseconds: unknown): number {
  const digits = typeof nanoseconds === 'number' ? String(nanoseconds) : text(nanoseconds);
  if (digits === undefined || !/^\d+$/.test(digits))
    throw new OtelError('times must be nanoseconds as a string');
  return Number(BigInt(digits) / 1_000_000n);
}
