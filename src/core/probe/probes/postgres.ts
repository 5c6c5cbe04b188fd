import { postgresAccesses } from '../postgresAccess';
import type { PostgresAccess, PostgresConsumers } from '../postgresAccess';
import { failed, ok } from '../probe';
import type { ExecAnswer, Layer, Probe, Verdict } from '../probe';
import type { ProbeContext } from '../probeContext';
import { broughtMigrations } from './broughtMigrations';
import { firstLine, hasNoProgram } from './execAnswer';
import { knownProbes } from './knownProbes';
import { interpretTimeZone } from './timeZone';

/** One line each, such as `20240101000000_init|t|f`: whether it was finished, and whether it was given up. */
const MIGRATIONS = `SELECT migration_name, finished_at IS NOT NULL, rolled_back_at IS NOT NULL
  FROM _prisma_migrations ORDER BY started_at`;
const UTC_REMEDY =
  "Run ALTER DATABASE … SET timezone TO 'UTC' in it, or set TZ=UTC for a volume that is still empty.";

/**
 * Layers 3 and 4: Postgres lets its consumers in over the network, counts time as they need it, and its migrations are
 * complete.
 */
export function postgresProbes(context: ProbeContext): readonly Probe[] {
  return postgresAccesses(context).flatMap((access) => probesOf(context, access));
}

function probesOf(context: ProbeContext, access: PostgresConsumers): readonly Probe[] {
  const { suffix } = access;
  const login = { id: `postgres/login${suffix}`, layer: 3 } as const;
  const migrations = { id: 'postgres/migrations', layer: 4 } as const;
  const timeZone = { id: `postgres/timezone${suffix}`, layer: 4 } as const;
  // Web migrates, for both.
  const ofSchema = suffix === '' ? [migrations, timeZone] : [timeZone];
  if (access.kind === 'unknown') return knownProbes(access.consumer, access.verdict, [login, ...ofSchema]);
  const { service, ask } = access;
  const probe = (
    subject: { readonly id: string; readonly layer: Layer },
    requires: readonly string[],
    sql: string,
    interpret: (answer: ExecAnswer) => Verdict,
  ): Probe => ({ ...subject, service, requires, kind: 'exec', ...ask(sql), interpret });
  return [
    probe(login, context.needsRunning(service), 'SHOW server_version', (answer) =>
      interpretLogin(answer, access),
    ),
    ...(suffix === ''
      ? [
          {
            ...migrations,
            service,
            requires: [login.id],
            kind: 'exec' as const,
            ...ask(MIGRATIONS),
            beside: broughtMigrations(context, 'prisma/migrations'),
            interpret: (answer: ExecAnswer, brought?: ExecAnswer) =>
              interpretMigrations(answer, access.first, brought),
          },
        ]
      : []),
    probe(timeZone, [login.id], 'SHOW TimeZone', (answer) =>
      interpretTimeZone(answer, 'Postgres', UTC_REMEDY),
    ),
  ];
}

type Names = Pick<PostgresAccess, 'consumer' | 'service' | 'user' | 'database'>;

export function interpretLogin(answer: ExecAnswer, { consumer, service, user, database }: Names): Verdict {
  if (answer.exitCode === 0) return ok(`User ${user} is let in; Postgres ${firstLine(answer.stdout)}`);
  const complaint = answer.stderr + answer.stdout;
  if (/password authentication failed|no password supplied/.test(complaint)) {
    return failed(
      `Postgres refuses the password of ${consumer} (user ${user}). Its volume keeps the password of its first start: set that one again, or change it in Postgres with ALTER USER.`,
      'postgres/password',
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

/** `brought` lists the migrations in the image of the consumer. */
export function interpretMigrations(answer: ExecAnswer, consumer: string, brought?: ExecAnswer): Verdict {
  const complaint = answer.stderr + answer.stdout;
  if (complaint.includes('relation "_prisma_migrations" does not exist')) {
    return failed(
      `${consumer} has not built its tables in Postgres yet. Look into its logs when that lasts.`,
    );
  }
  if (answer.exitCode !== 0) return failed(firstLine(complaint));
  const rows = linesOf(answer.stdout).map((line) => line.split('|'));
  const applied = new Set(rows.filter(([, isFinished]) => isFinished === 't').map(([name]) => name));
  const stuck = rows.find(([, isFinished, isGivenUp]) => isFinished === 'f' && isGivenUp === 'f')?.[0];
  if (stuck !== undefined) {
    return failed(
      `Migration ${stuck} of Postgres did not finish, so ${consumer} does not start. Look into the logs of ${consumer} for the reason.`,
      'postgres/migration-failed',
    );
  }
  if (applied.size === 0) return failed(`${consumer} has applied no migration to Postgres yet.`);
  const expected =
    brought?.exitCode === 0 ? linesOf(brought.stdout).filter((name) => /^\d+_/.test(name)) : [];
  if (expected.length === 0) return ok(`${applied.size} migrations, all finished`);
  const missing = expected.filter((name) => !applied.has(name)).sort();
  if (missing.length > 0) {
    return failed(
      `Postgres lacks ${missing.length} of the ${expected.length} migrations that ${consumer} brings, ${missing[0]} the first. It applies them when it starts: look into its logs.`,
    );
  }
  return ok(`${expected.length} of ${expected.length} migrations, all finished`);
}

function linesOf(output: string): readonly string[] {
  return output.split(/\r?\n/).filter((line) => line !== '');
}
