import type { Value } from '../secret';
import { postgresLogin } from './consumer';
import { notChecked } from './probe';
import type { Question, Verdict } from './probe';
import type { ProbeContext } from './probeContext';

/** How Postgres is asked as Langfuse itself asks it, by a program in the container of Postgres. */
export interface PostgresAccess {
  readonly kind: 'known';
  /** The service whose login it is. */
  readonly consumer: string;
  /** The service that is asked. */
  readonly service: string;
  readonly user: string;
  readonly database: string;
  /** The columns of a row are separated by `|`. */
  readonly ask: (sql: string) => Omit<Extract<Question, { kind: 'exec' }>, 'interpret'>;
}

/** Undefined where the project has no Langfuse. */
export function postgresAccess(
  context: ProbeContext,
): PostgresAccess | { readonly kind: 'unknown'; readonly verdict: Verdict } | undefined {
  const { consumer } = context;
  if (consumer === undefined) return undefined;
  const login = postgresLogin(context.environmentOf(consumer));
  if (login.kind === 'unknown')
    return { kind: 'unknown', verdict: notChecked(`${consumer.name}: ${login.reason}.`) };
  const target = context.target(consumer.name, 'Postgres', 'DATABASE_URL', login.host);
  if (target.kind === 'elsewhere') return { kind: 'unknown', verdict: target.verdict };

  const { user, database, schema } = login;
  const environment = new Map<string, Value>([
    ['PGPASSWORD', login.password],
    ['PGCONNECT_TIMEOUT', '4'],
    ...(schema === undefined ? [] : [['PGOPTIONS', `-c search_path="${schema}"`] as const]),
  ]);
  return {
    kind: 'known',
    consumer: consumer.name,
    service: target.service.name,
    user,
    database,
    ask: (sql) => ({
      kind: 'exec',
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
