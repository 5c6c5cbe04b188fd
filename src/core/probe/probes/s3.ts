import { reveal } from '../../secret';
import type { Tunnel } from '../../tunnel';
import { eventStore } from '../consumer';
import type { EventStore } from '../consumer';
import { couldNotSee, failed, notChecked, ok } from '../probe';
import type { HttpAnswer, Probe, Verdict } from '../probe';
import type { ProbeContext } from '../probeContext';

/** Layer 3: the event store lets the consumer in and has the bucket. No health route of Langfuse looks there. */
export function s3Probes(context: ProbeContext): readonly Probe[] {
  const { consumer } = context;
  if (consumer === undefined) return [];
  const subject = { id: 's3/login', layer: 3 } as const;
  const known = (service: string, verdict: Verdict): readonly Probe[] => [
    { ...subject, service, requires: [], kind: 'known', verdict },
  ];
  const store = eventStore(context.environmentOf(consumer));
  if (store.kind === 'unknown') return known(consumer.name, notChecked(`${consumer.name}: ${store.reason}.`));

  const { endpoint } = store;
  const setting = 'LANGFUSE_S3_EVENT_UPLOAD_ENDPOINT';
  const target = context.target(consumer.name, 'S3', setting, endpoint.hostname);
  if (target.kind === 'elsewhere' && target.verdict.outcome === 'failed') {
    return known(consumer.name, target.verdict);
  }
  if (target.kind === 'elsewhere') {
    const way = { endpoint: endpoint.origin, tunnel: undefined };
    return [probe(subject, consumer.name, [], store, way, consumer.name)];
  }
  const { service } = target;
  const port = endpoint.port === '' ? (endpoint.protocol === 'https:' ? 443 : 80) : Number(endpoint.port);
  const { address, tunnel } = context.wayTo(service.name, port);
  if (tunnel !== undefined && endpoint.protocol === 'https:') {
    return known(service.name, notChecked(`${service.name} speaks TLS, and publishes no port to ask at.`));
  }
  const way = { endpoint: `${endpoint.protocol}//${address}`, tunnel };
  const requires = context.needsRunning(service.name);
  return [probe(subject, service.name, requires, store, way, consumer.name)];
}

function probe(
  subject: { readonly id: string; readonly layer: 3 },
  service: string,
  requires: readonly string[],
  store: EventStore,
  { endpoint, tunnel }: { readonly endpoint: string; readonly tunnel: Tunnel | undefined },
  consumer: string,
): Probe {
  const { bucket: name, region, accessKeyId, secretAccessKey, isPathStyle } = store;
  // Below the consumer's own prefix, as far as a policy may let it; empty, so that a large bucket costs nothing.
  const prefix = `${store.prefix}langfuse-stack-probe/`;
  return {
    ...subject,
    service,
    requires,
    kind: 's3-list',
    bucket: { endpoint, name, prefix, region, accessKeyId, secretAccessKey, isPathStyle },
    tunnel,
    interpret: (answer) => interpretList(answer, consumer, name, reveal(accessKeyId)),
  };
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
  const code = /<Code>([^<]*)<\/Code>/.exec(body)?.[1] ?? '';
  if (code === 'NoSuchBucket' || status === 404) {
    return failed(
      `S3 has no bucket ${bucket}, and Langfuse never makes one. Create it, or every trace is refused.`,
    );
  }
  if (code === 'RequestTimeTooSkewed') {
    return failed("The clocks of this machine and of S3 differ too much. Set this machine's clock.");
  }
  if (/^(InvalidAccessKeyId|SignatureDoesNotMatch)$/.test(code)) {
    return failed(
      `S3 refuses the key that ${consumer} uses (${code}). Give both services the same access key and secret, then run Up to recreate them.`,
    );
  }
  if (status === 403) {
    return failed(
      `S3 forbids ${consumer} to list bucket ${bucket} (${code || status}). Check the key's policy.`,
    );
  }
  return failed(`S3 answers ${status} ${code}`.trimEnd());
}
