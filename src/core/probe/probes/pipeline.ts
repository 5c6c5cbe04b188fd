import { servicesOf } from '../../langfuse/roles';
import { failed, notChecked, ok } from '../probe';
import type { Probe, TraceAnswer, Verdict } from '../probe';
import type { ProbeContext } from '../probeContext';
import { WEB_PORT } from './langfuse';

/** Layer 5: a trace goes in and can be read again. Needs the keys that the first start created. */
export function pipelineProbes(context: ProbeContext): readonly Probe[] {
  const [web] = servicesOf(context.project, 'web');
  if (web === undefined) return [];
  const environment = context.environmentOf(web);
  const subject = { id: 'pipeline/trace', layer: 5, service: web.name } as const;
  const publicKey = environment.get('LANGFUSE_INIT_PROJECT_PUBLIC_KEY');
  const secretKey = environment.get('LANGFUSE_INIT_PROJECT_SECRET_KEY');
  if (!publicKey || !secretKey) {
    const verdict = notChecked(
      'No project keys are known: LANGFUSE_INIT_PROJECT_PUBLIC_KEY and LANGFUSE_INIT_PROJECT_SECRET_KEY are not set.',
    );
    return [{ ...subject, requires: [], kind: 'known', verdict }];
  }
  const { address, tunnel } = context.wayTo(web.name, WEB_PORT);
  return [
    {
      ...subject,
      // Everything that the trace passes. The stores come first: a store that fails is why web and worker do.
      requires: [
        'clickhouse/migrations',
        'postgres/migrations',
        'redis/login',
        's3/login',
        'web/health',
        'worker/health',
      ],
      kind: 'trace',
      baseUrl: `http://${address}`,
      tunnel,
      publicKey,
      secretKey,
      interpret: (answer) => interpretTrace(answer, web.name),
    },
  ];
}

export function interpretTrace({ written, read, waitedMs }: TraceAnswer, web: string): Verdict {
  if (written.kind === 'no-response') return failed(`${web} did not take the trace: ${written.error}.`);
  if (written.status === 401) {
    return failed(
      `${web} refuses the project keys. They are created at the first start only: a key that was changed in .env later is not.`,
    );
  }
  if (written.status < 200 || written.status > 299 || /"errors"\s*:\s*\[\s*\{/.test(written.body)) {
    return failed(`${web} refuses the trace with ${written.status}. Look into its logs.`);
  }
  const seconds = (waitedMs / 1000).toFixed(1);
  if (read?.kind === 'response' && read.status === 200)
    return ok(`Written and read again after ${seconds} s`);
  return failed(
    `${web} took the trace, but it could not be read again within ${seconds} s. The worker has not processed it: check its image and its logs.`,
  );
}
