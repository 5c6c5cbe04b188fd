import type { Value } from '../secret';
import { listed } from '../listed';
import { consumersOf } from './connections';
import type { Consumers } from './connections';
import { postgresLogin } from './consumer';
import type { PostgresLogin } from './consumer';
import { notChecked } from './probe';
import type { Execution, Verdict } from './probe';
import type { ProbeContext } from './probeContext';

/** How Postgres is asked as Langfuse itself asks it, by a program in the container of Postgres. */
export interface PostgresAccess {
  readonly kind: 'known';
  /** The services whose login it is, for the operator. */
  readonly consumer: string;
  /** The first of them, which is web where there is one. */
  readonly first: string;
  /** The service that is asked. */
  readonly service: string;
  readonly user: string;
  readonly database: string;
  /** The columns of a row are separated by `|`. */
  readonly ask: (sql: string) => Execution;
}

interface UnknownAccess {
  readonly kind: 'unknown';
  readonly consumer: string;
  readonly verdict: Verdict;
}

export type PostgresConsumers = (PostgresAccess | UnknownAccess) & { readonly suffix: string };

/** Of web and worker, once where they log in alike; none where the project has no Langfuse. */
export function postgresAccesses(context: ProbeContext): readonly PostgresConsumers[] {
  return consumersOf(context, postgresLogin).map((consumers) => ({
    ...accessOf(context, consumers),
    suffix: consumers.suffix,
  }));
}

function accessOf(
  context: ProbeContext,
  { connection: login, names, first }: Consumers<PostgresLogin>,
): PostgresAccess | UnknownAccess {
  const consumer = listed(names);
  if (login.kind === 'unknown')
    return { kind: 'unknown', consumer: first.name, verdict: notChecked(`${consumer}: ${login.reason}.`) };
  const target = context.target(first.name, 'Postgres', 'DATABASE_URL', login.host);
  if (target.kind === 'elsewhere') return { kind: 'unknown', consumer: first.name, verdict: target.verdict };

  const { user, database, schema } = login;
  const environment = new Map<string, Value>([
    ['PGPASSWORD', login.password],
    ['PGCONNECT_TIMEOUT', '4'],
    ...(schema === undefined ? [] : [['PGOPTIONS', `-c search_path="${schema}"`] as const]),
  ]);
  return {
    kind: 'known',
    consumer,
    first: first.name,
    service: target.service.name,
    user,
    database,
    ask: (sql) => ({
      container: target.container?.id ?? '',
      // By the service's name, so over the network: the image trusts loopback without asking for a password.
      argv: [
        'psql',
        '--no-password',
        '--no-psqlrc',
        '--tuples-only',
        '--no-align',
        `--host=${login.host}`,
        `--port=${login.port}`,
        `--username=${user}`,
        `--dbname=${database}`,
        `--command=${sql}`,
      ],
      environment,
    }),
  };
}
