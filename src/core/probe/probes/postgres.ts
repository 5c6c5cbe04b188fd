import { postgresAccess } from '../postgresAccess';
import type { PostgresAccess } from '../postgresAccess';
import { failed, notChecked, ok } from '../probe';
import type { ExecAnswer, Probe, Verdict } from '../probe';
import type { ProbeContext } from '../probeContext';
import { firstLine, hasNoProgram } from './execAnswer';

const MIGRATIONS = `SELECT count(*) FILTER (WHERE finished_at IS NOT NULL),
  coalesce(min(migration_name) FILTER (WHERE finished_at IS NULL AND rolled_back_at IS NULL), '')
  FROM _prisma_migrations`;

/** Layers 3 and 4: Postgres lets the consumer in over the network, and its migrations are complete. */
export function postgresProbes(context: ProbeContext): readonly Probe[] {
  const access = postgresAccess(context);
  if (access === undefined) return [];
  const loginSubject = { id: 'postgres/login', layer: 3 } as const;
  const migrationSubject = { id: 'postgres/migrations', layer: 4, requires: [loginSubject.id] } as const;
  if (access.kind === 'unknown') {
    const { verdict } = access;
    const service = context.consumer?.name ?? '';
    return [
      { ...loginSubject, service, requires: [], kind: 'known', verdict },
      { ...migrationSubject, service, kind: 'known', verdict: notChecked(verdict.evidence) },
    ];
  }
  const { service, consumer } = access;
  return [
    {
      ...loginSubject,
      service,
      requires: context.needsRunning(service),
      ...access.ask('SHOW server_version'),
      interpret: (answer: ExecAnswer) => interpretLogin(answer, access),
    },
    {
      ...migrationSubject,
      service,
      ...access.ask(MIGRATIONS),
      interpret: (answer: ExecAnswer) => interpretMigrations(answer, consumer),
    },
  ];
}

type Names = Pick<PostgresAccess, 'consumer' | 'service' | 'user' | 'database'>;

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
