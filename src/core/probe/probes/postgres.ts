import type { Value } from '../../secret';
import { postgresLogin } from '../consumer';
import { failed, notChecked, ok } from '../probe';
import type { ExecAnswer, Probe, Verdict } from '../probe';
import type { ProbeContext } from '../probeContext';
import { firstLine, hasNoProgram } from './execAnswer';

const MIGRATIONS = `SELECT count(*) FILTER (WHERE finished_at IS NOT NULL),
  coalesce(min(migration_name) FILTER (WHERE finished_at IS NULL AND rolled_back_at IS NULL), '')
  FROM _prisma_migrations`;

/** Layers 3 and 4: Postgres lets the consumer in over the network, and its migrations are complete. */
export function postgresProbes(context: ProbeContext): readonly Probe[] {
  const { consumer } = context;
  if (consumer === undefined) return [];
  const login = postgresLogin(context.environmentOf(consumer));
  const loginSubject = { id: 'postgres/login', layer: 3 } as const;
  const migrationSubject = { id: 'postgres/migrations', layer: 4, requires: [loginSubject.id] } as const;
  const known = (verdict: Verdict): readonly Probe[] => [
    { ...loginSubject, service: consumer.name, requires: [], kind: 'known', verdict },
    { ...migrationSubject, service: consumer.name, kind: 'known', verdict: notChecked(verdict.evidence) },
  ];
  if (login.kind === 'unknown') return known(notChecked(`${consumer.name}: ${login.reason}.`));
  const target = context.target(consumer.name, 'Postgres', 'DATABASE_URL', login.host);
  if (target.kind === 'elsewhere') return known(target.verdict);

  const { user, database } = login;
  const names = { consumer: consumer.name, service: target.service.name, user, database };
  const container = target.container?.id ?? '';
  const environment = new Map<string, Value>([
    ['PGPASSWORD', login.password],
    ['PGCONNECT_TIMEOUT', '4'],
  ]);
  // By the service's name, so over the network: the image trusts loopback without asking for a password.
  const query = (sql: string) => [
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
  ];
  return [
    {
      ...loginSubject,
      service: target.service.name,
      requires: context.needsRunning(target.service.name),
      kind: 'exec',
      container,
      argv: query('SHOW server_version'),
      environment,
      interpret: (answer) => interpretLogin(answer, names),
    },
    {
      ...migrationSubject,
      service: target.service.name,
      kind: 'exec',
      container,
      argv: query(MIGRATIONS),
      environment,
      interpret: (answer) => interpretMigrations(answer, consumer.name),
    },
  ];
}

interface Names {
  readonly consumer: string;
  readonly service: string;
  readonly user: string;
  readonly database: string;
}

export function interpretLogin(answer: ExecAnswer, { consumer, service, user, database }: Names): Verdict {
  if (answer.exitCode === 0) return ok(`User ${user} is let in; Postgres ${firstLine(answer.stdout)}`);
  const complaint = answer.stderr + answer.stdout;
  if (/password authentication failed|no password supplied/.test(complaint)) {
    return failed(
      `Postgres refuses the password that ${consumer} uses (user ${user}). Its volume keeps the password of its first start: set that one again, or change it in Postgres with ALTER USER.`,
    );
  }
  if (/role ".*" does not exist/.test(complaint)) {
    return failed(`Postgres has no user ${user}. POSTGRES_USER counts only while the volume is empty.`);
  }
  if (/database ".*" does not exist/.test(complaint)) {
    return failed(`Postgres has no database ${database}. POSTGRES_DB counts only while the volume is empty.`);
  }
  if (/Connection refused|could not (connect|translate)|starting up/.test(complaint)) {
    return failed(`Postgres does not accept connections at ${service}. Look into the logs of ${service}.`);
  }
  return hasNoProgram(answer, 'psql', service) ?? failed(firstLine(complaint));
}

export function interpretMigrations(answer: ExecAnswer, consumer: string): Verdict {
  const complaint = answer.stderr + answer.stdout;
  if (complaint.includes('relation "_prisma_migrations" does not exist')) {
    return failed(
      `${consumer} has not built its tables in Postgres yet. Look into its logs when that lasts.`,
    );
  }
  if (answer.exitCode !== 0) return failed(firstLine(complaint));
  const [count = '', stuck = ''] = answer.stdout.trim().split('|');
  if (stuck !== '') {
    return failed(
      `Migration ${stuck} of Postgres did not finish, so ${consumer} does not start. Look into the logs of ${consumer} for the reason.`,
    );
  }
  if (!/^[1-9]\d*$/.test(count)) return failed(`${consumer} has applied no migration to Postgres yet.`);
  return ok(`${count} migrations, all finished`);
}
