import type { Value } from '../secret';
import type { Tunnel } from '../tunnel';

/**
 * How deep a probe looks: 1 container and healthcheck, 2 published port, 3 authenticated round trip with the
 * credentials of the consumer, 4 state of the schema, 5 a trace from one end to the other.
 */
export type Layer = 1 | 2 | 3 | 4 | 5;

export const LAYERS: readonly Layer[] = [1, 2, 3, 4, 5];

/** `not-checked`: the question made no sense. `could-not-see`: it did, and could not be asked. */
export type Outcome = 'ok' | 'failed' | 'not-checked' | 'could-not-see';

/** What an answer means. The evidence is one line for the operator, and may still hold secrets. */
export interface Verdict {
  readonly outcome: Outcome;
  readonly evidence: string;
  /** The service that it is about after all, where that is another one than was asked. */
  readonly service?: string;
  /** Of a failure whose cause is certain: its id, such as `clickhouse/password`, by which logs know it as well. */
  readonly cause?: string;
}

/** One question to the stack, asked from outside of Langfuse. Plain data until someone asks it. */
export type Probe = ProbeSubject & Question;

interface ProbeSubject {
  /** Stable, such as `clickhouse/login`: scripts and signatures rely on it. */
  readonly id: string;
  readonly layer: Layer;
  /** The compose service that the answer is about. */
  readonly service: string;
  /** Ids of probes without whose success this question makes no sense. */
  readonly requires: readonly string[];
}

export type Question =
  /** Decided by facts that are known already. */
  | { readonly kind: 'known'; readonly verdict: Verdict }
  /** Does a TCP connection open? */
  | {
      readonly kind: 'connect';
      readonly addresses: readonly Address[];
      readonly interpret: (answers: readonly ConnectAnswer[]) => Verdict;
    }
  | ({
      readonly kind: 'exec';
      /** Asked as well; its answer is undefined where that container cannot be asked. */
      readonly beside?: Execution | undefined;
      readonly interpret: (answer: ExecAnswer, beside?: ExecAnswer) => Verdict;
    } & Execution)
  | {
      readonly kind: 'http';
      readonly url: string;
      readonly interpret: (answer: HttpAnswer) => Verdict;
    }
  /** Lists the keys below a prefix where none are, signed with the consumer's credentials. */
  | {
      readonly kind: 's3-list';
      readonly bucket: S3Bucket;
      /** Undefined where this machine reaches the endpoint itself. */
      readonly tunnel: Tunnel | undefined;
      readonly interpret: (answer: HttpAnswer) => Verdict;
    }
  /** Writes an object of its own below the prefix, lists it, and deletes it again. */
  | {
      readonly kind: 's3-write';
      readonly bucket: S3Bucket;
      readonly tunnel: Tunnel | undefined;
      readonly interpret: (answer: S3Answer) => Verdict;
    }
  /** Writes a marked trace through the public API and reads it back. */
  | {
      readonly kind: 'trace';
      readonly baseUrl: string;
      readonly tunnel: Tunnel | undefined;
      readonly publicKey: Value;
      readonly secretKey: Value;
      readonly hops: TraceHops;
      readonly interpret: (answer: TraceAnswer) => Verdict;
    };

/** Where a trace passes that never arrives. Undefined: cannot be asked. */
export interface TraceHops {
  /** Counts the jobs of the queues; asked before the trace is written, and when it does not arrive. */
  readonly queue: Execution | undefined;
  /** Counts the rows of a trace in ClickHouse; asked when it cannot be read. */
  readonly rows: ((traceId: string) => Execution) | undefined;
}

/** A program that runs in a container, without a shell. */
export interface Execution {
  /** Its id. */
  readonly container: string;
  readonly argv: readonly string[];
  /** Beside what the container has. The only place for secrets. */
  readonly environment: ReadonlyMap<string, Value>;
}

export interface Address {
  readonly host: string;
  readonly port: number;
}

export interface ConnectAnswer extends Address {
  /** Why it failed, such as ECONNREFUSED; undefined when it opened. */
  readonly error: string | undefined;
}

export interface ExecAnswer {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export type HttpAnswer =
  | { readonly kind: 'response'; readonly status: number; readonly body: string }
  | { readonly kind: 'no-response'; readonly error: string };

export interface S3Bucket {
  /** As it is reached, which may be a published port. */
  readonly endpoint: string;
  readonly name: string;
  /** Where the consumer may list. Nothing need be there. */
  readonly prefix: string;
  readonly region: string;
  readonly accessKeyId: Value;
  readonly secretAccessKey: Value;
  /** `endpoint/bucket` instead of `bucket.endpoint`. */
  readonly isPathStyle: boolean;
}

/** Undefined: not asked, since what came before was refused. */
export interface S3Answer {
  readonly put: HttpAnswer;
  readonly list: HttpAnswer | undefined;
  readonly remove: HttpAnswer | undefined;
}

export interface TraceAnswer {
  readonly written: HttpAnswer;
  /** The last try to read it back; undefined when it was not written. */
  readonly read: HttpAnswer | undefined;
  /** The queues before it was written, and after it did not arrive. */
  readonly queueBefore: ExecAnswer | undefined;
  readonly queueAfter: ExecAnswer | undefined;
  /** Of a trace that did not arrive. */
  readonly rows: ExecAnswer | undefined;
  /** From the accepted write to the last try, in milliseconds. */
  readonly waitedMs: number;
}

export interface ProbeResult {
  readonly id: string;
  readonly layer: Layer;
  readonly service: string;
  readonly outcome: Outcome;
  /** One line without secrets. */
  readonly evidence: string;
  readonly ms: number;
  /** When it was answered, in ISO 8601. */
  readonly at: string;
  /** Of a failure whose cause is certain, such as `clickhouse/password`. */
  readonly cause?: string;
}

export interface ProbeReport {
  readonly probes: readonly ProbeResult[];
  /** The worst that was found; `not-checked` only when nothing at all could be checked. */
  readonly outcome: Outcome;
}

export const ok = (evidence: string): Verdict => ({ outcome: 'ok', evidence });
export const failed = (evidence: string, cause?: string): Verdict => ({
  outcome: 'failed',
  evidence,
  ...(cause === undefined ? {} : { cause }),
});
export const notChecked = (evidence: string): Verdict => ({ outcome: 'not-checked', evidence });
export const couldNotSee = (evidence: string): Verdict => ({ outcome: 'could-not-see', evidence });

/** Whether a probe tells how far the tables of a database are. */
export function isAboutMigrations({ id }: Pick<ProbeResult, 'id'>): boolean {
  return id.endsWith('/migrations');
}

export function reportOf(probes: readonly ProbeResult[]): ProbeReport {
  const outcomes = new Set(probes.map(({ outcome }) => outcome));
  const worst: readonly Outcome[] = ['failed', 'could-not-see', 'ok'];
  return { probes, outcome: worst.find((outcome) => outcomes.has(outcome)) ?? 'not-checked' };
}

/** The probes of some layers together with what they require, in the order given. */
export function selectLayers(probes: readonly Probe[], layers: readonly Layer[]): readonly Probe[] {
  const wanted = new Set<string>();
  const want = (probe: Probe): void => {
    if (wanted.has(probe.id)) return;
    wanted.add(probe.id);
    for (const other of probes) if (probe.requires.includes(other.id)) want(other);
  };
  for (const probe of probes) if (layers.includes(probe.layer)) want(probe);
  return probes.filter(({ id }) => wanted.has(id));
}
