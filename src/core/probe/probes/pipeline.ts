import { servicesOf } from '../../langfuse/roles';
import { reveal } from '../../secret';
import type { Value } from '../../secret';
import { failed, notChecked, ok } from '../probe';
import type { Probe, TraceAnswer, Verdict } from '../probe';
import type { ProbeContext } from '../probeContext';
import { stoppedAt } from '../stoppedAt';
import type { HopNames } from '../stoppedAt';
import { traceHops } from '../traceHops';
import { WEB_PORT } from './langfuse';

/** Layer 5: a trace goes in and can be read again. Needs keys of a project. */
export function pipelineProbes(context: ProbeContext): readonly Probe[] {
  const [web] = servicesOf(context.project, 'web');
  if (web === undefined) return [];
  const subject = { id: 'pipeline/trace', layer: 5, service: web.name } as const;
  const keys = projectKeys(context, web.name);
  if (keys === undefined) {
    const verdict = notChecked(
      'No project keys are known: no service has LANGFUSE_INIT_PROJECT_PUBLIC_KEY and LANGFUSE_INIT_PROJECT_SECRET_KEY, or LANGFUSE_PUBLIC_KEY and LANGFUSE_SECRET_KEY.',
    );
    return [{ ...subject, requires: [], kind: 'known', verdict }];
  }
  const { address, tunnel } = context.wayTo(web.name, WEB_PORT);
  const [worker] = servicesOf(context.project, 'worker');
  return [
    {
      ...subject,
      requires: context.consumers.flatMap(({ name }) => [
        ...context.needsRunning(name),
        ...REQUIRED.flatMap((id) => [id, `${id}/${name}`]),
      ]),
      kind: 'trace',
      baseUrl: `http://${address}`,
      tunnel,
      ...keys,
      hops: traceHops(context),
      interpret: (answer) => interpretTrace(answer, { web: web.name, worker: worker?.name }),
    },
  ];
}

/** Everything that the trace passes. The stores come first: a store that fails is why web and worker do. */
const REQUIRED: readonly string[] = [
  'clickhouse/login',
  'clickhouse/migrations',
  'postgres/login',
  'postgres/migrations',
  'redis/login',
  's3/login',
  's3/write',
  'web/health',
  'worker/health',
];

interface Keys {
  readonly publicKey: Value;
  readonly secretKey: Value;
}

/** Those that the first start of web makes; else those that another service of the stack, a gateway as a rule, sends with. */
function projectKeys(context: ProbeContext, web: string): Keys | undefined {
  const services = [...context.project.services.values()].filter(({ isActive }) => isActive);
  for (const service of services.toSorted((a, b) => Number(b.name === web) - Number(a.name === web))) {
    const environment = context.environmentOf(service);
    for (const prefix of ['LANGFUSE_INIT_PROJECT_', 'LANGFUSE_']) {
      const publicKey = environment.get(`${prefix}PUBLIC_KEY`);
      const secretKey = environment.get(`${prefix}SECRET_KEY`);
      if (isGiven(publicKey) && isGiven(secretKey)) return { publicKey, secretKey };
    }
  }
  return undefined;
}

function isGiven(value: Value | undefined): value is Value {
  return value !== undefined && reveal(value) !== '';
}

export function interpretTrace(answer: TraceAnswer, names: HopNames): Verdict {
  const { written, read, waitedMs } = answer;
  const { web } = names;
  if (written.kind === 'no-response') return failed(`${web} did not take the trace: ${written.error}.`);
  if (written.status === 401) {
    return failed(
      `${web} refuses the project keys. They are created at the first start only: a key that was changed in .env later is not.`,
    );
  }
  if (written.status < 200 || written.status > 299 || /"errors"\s*:\s*\[\s*\{/.test(written.body)) {
    return failed(
      `${web} refuses the trace with ${written.status}: it could not store it in S3, or queue it in Redis. Look into its logs.`,
    );
  }
  const seconds = (waitedMs / 1000).toFixed(1);
  if (read?.kind === 'response' && read.status === 200)
    return ok(`Written and read again after ${seconds} s`);
  return stoppedAt(answer, names);
}
