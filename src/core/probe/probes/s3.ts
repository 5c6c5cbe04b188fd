import { listed } from '../../listed';
import { reveal } from '../../secret';
import type { Tunnel } from '../../tunnel';
import { consumersOf } from '../connections';
import type { Consumers } from '../connections';
import { eventStore } from '../consumer';
import type { EventStore } from '../consumer';
import { couldNotSee, failed, notChecked, ok } from '../probe';
import type { HttpAnswer, Probe, S3Answer, Verdict } from '../probe';
import type { ProbeContext } from '../probeContext';
import { knownProbes } from './knownProbes';

/** Layer 3: the event store lets its consumers in, and they may do there what they must. No health route looks there. */
export function s3Probes(context: ProbeContext): readonly Probe[] {
  return consumersOf(context, eventStore).flatMap((consumers) => probesOf(context, consumers));
}

/** The way to the endpoint from here. */
interface Way {
  readonly endpoint: string;
  /** Undefined where this machine reaches the endpoint itself. */
  readonly tunnel: Tunnel | undefined;
}

function probesOf(
  context: ProbeContext,
  { connection: store, first, names, suffix }: Consumers<EventStore>,
): readonly Probe[] {
  const login = { id: `s3/login${suffix}`, layer: 3 } as const;
  const write = { id: `s3/write${suffix}`, layer: 3 } as const;
  const known = (service: string, verdict: Verdict) => knownProbes(service, verdict, [login, write]);
  const consumer = listed(names);
  if (store.kind === 'unknown') return known(first.name, notChecked(`${consumer}: ${store.reason}.`));

  const { endpoint, bucket: name, region, accessKeyId, secretAccessKey, isPathStyle } = store;
  const setting = 'LANGFUSE_S3_EVENT_UPLOAD_ENDPOINT';
  const target = context.target(first.name, 'S3', setting, endpoint.hostname);
  if (target.kind === 'elsewhere' && target.verdict.outcome === 'failed') {
    return known(first.name, target.verdict);
  }
  const service = target.kind === 'service' ? target.service.name : first.name;
  const way = target.kind === 'service' ? wayTo(context, service, endpoint) : outOf(endpoint);
  if (way === undefined) {
    return known(service, notChecked(`${service} speaks TLS, and publishes no port to ask at.`));
  }
  // Below the consumer's own prefix, as far as a policy may let it; nothing else is there, so that a large bucket costs nothing.
  const prefix = `${store.prefix}langfuse-stack-probe/`;
  const bucket = { endpoint: way.endpoint, name, prefix, region, accessKeyId, secretAccessKey, isPathStyle };
  const question = { bucket, tunnel: way.tunnel };
  return [
    {
      ...login,
      ...question,
      service,
      requires: target.kind === 'service' ? context.needsRunning(service) : [],
      kind: 's3-list',
      interpret: (answer) => interpretList(answer, consumer, name, reveal(accessKeyId)),
    },
    {
      ...write,
      ...question,
      service,
      requires: [login.id],
      kind: 's3-write',
      interpret: (answer) => interpretWrite(answer, consumer, name),
    },
  ];
}

/** Undefined where only a tunnel leads there, which carries no TLS. */
function wayTo(context: ProbeContext, service: string, endpoint: URL): Way | undefined {
  const port = endpoint.port === '' ? (endpoint.protocol === 'https:' ? 443 : 80) : Number(endpoint.port);
  const { address, tunnel } = context.wayTo(service, port);
  if (tunnel !== undefined && endpoint.protocol === 'https:') return undefined;
  return { endpoint: `${endpoint.protocol}//${address}`, tunnel };
}

function outOf(endpoint: URL): Way {
  return { endpoint: endpoint.origin, tunnel: undefined };
}

export function interpretList(
  answer: HttpAnswer,
  consumer: string,
  bucket: string,
  accessKeyId: string,
): Verdict {
  if (answer.kind === 'no-response') return couldNotSee(`S3 does not answer here: ${answer.error}.`);
  const { status, body } = answer;
  if (status === 200) return ok(`Key ${accessKeyId} is let in; bucket ${bucket} is there`);
  const code = errorCode(body);
  if (code === 'NoSuchBucket' || status === 404) {
    return failed(
      `S3 has no bucket ${bucket}, and Langfuse never makes one. Create it, or every trace is refused.`,
      's3/bucket',
    );
  }
  if (code === 'RequestTimeTooSkewed') {
    return failed("The clocks of this machine and of S3 differ too much. Set this machine's clock.");
  }
  if (/^(InvalidAccessKeyId|SignatureDoesNotMatch)$/.test(code)) {
    return failed(
      `S3 refuses the key of ${consumer} (${code}). Give both services the same access key and secret, then run Up to recreate them.`,
      's3/credentials',
    );
  }
  if (status === 403) {
    return failed(
      `S3 forbids ${consumer} to list bucket ${bucket} (${code || status}). Check the key's policy.`,
    );
  }
  return failed(`S3 answers ${status} ${code}`.trimEnd());
}

/** The operations that failed, in the words of a policy. */
export function interpretWrite({ put, list, remove }: S3Answer, consumer: string, bucket: string): Verdict {
  const steps = [
    ['s3:PutObject', put],
    ['s3:ListBucket', list],
    ['s3:DeleteObject', remove],
  ] as const;
  for (const [action, answer] of steps) {
    if (answer === undefined) continue;
    if (answer.kind === 'no-response') return failed(`S3 went away during ${action}: ${answer.error}.`);
    if (answer.status === 403) {
      return failed(
        `S3 forbids ${consumer} ${action} in bucket ${bucket}. Add that action to the policy of its key.`,
      );
    }
    if (answer.status > 299) {
      const code = errorCode(answer.body);
      const full = /StorageFull|InsufficientStorage|QuotaExceeded/i.test(code)
        ? ' Its disk is full: free space, or let raw events expire.'
        : '';
      return failed(
        `S3 answers ${action} in bucket ${bucket} with ${`${answer.status} ${code}`.trim()}.${full}`,
      );
    }
  }
  if (list?.kind === 'response' && !list.body.includes('<Key>')) {
    return failed(`S3 took an object into bucket ${bucket} and does not list it.`);
  }
  return ok(`Written, listed and deleted in bucket ${bucket}`);
}

function errorCode(body: string): string {
  return /<Code>([^<]*)<\/Code>/.exec(body)?.[1] ?? '';
}
