import type { Value } from '../../secret';
import { clickHouseMigrationHead } from '../../langfuse/migrations';
import { clickHouseLogin } from '../consumer';
import { failed, notChecked, ok } from '../probe';
import type { ExecAnswer, Probe, Verdict } from '../probe';
import type { ProbeContext } from '../probeContext';
import { firstLine, hasNoProgram } from './execAnswer';

/** Layers 3 and 4: ClickHouse lets the consumer in, and its tables are complete. */
export function clickHouseProbes(context: ProbeContext): readonly Probe[] {
  const { consumer } = context;
  if (consumer === undefined) return [];
  const login = clickHouseLogin(context.environmentOf(consumer));
  const loginSubject = { id: 'clickhouse/login', layer: 3 } as const;
  const migrationSubject = {
    id: 'clickhouse/migrations',
    layer: 4,
    requires: [loginSubject.id],
  } as const;
  const known = (service: string, verdict: Verdict): readonly Probe[] => [
    { ...loginSubject, service, requires: [], kind: 'known', verdict },
    { ...migrationSubject, service, kind: 'known', verdict: notChecked(verdict.evidence) },
  ];
  if (login.kind === 'unknown') return known(consumer.name, notChecked(`${consumer.name}: ${login.reason}.`));
  const target = context.target(consumer.name, 'ClickHouse', 'CLICKHOUSE_URL', login.host);
  if (target.kind === 'elsewhere') return known(consumer.name, target.verdict);

  const names = { consumer: consumer.name, service: target.service.name, user: login.user };
  const container = target.container?.id ?? '';
  // The client reads user and password from its environment, so that neither is an argument.
  const environment = new Map<string, Value>([
    ['CLICKHOUSE_USER', login.user],
    ['CLICKHOUSE_PASSWORD', login.password],
  ]);
  const query = (sql: string) => ['clickhouse-client', '--host', login.host, '--query', sql];
  const version = /:(\d[\w.]*)/.exec(consumer.image?.value ?? '')?.[1];
  return [
    {
      ...loginSubject,
      service: target.service.name,
      requires: context.needsRunning(target.service.name),
      kind: 'exec',
      container,
      argv: query('SELECT version()'),
      environment,
      interpret: (answer) => interpretLogin(answer, names),
    },
    {
      ...migrationSubject,
      service: target.service.name,
      kind: 'exec',
      container,
      argv: query(
        `SELECT version, dirty FROM ${quoteName(login.database)}.schema_migrations ORDER BY sequence DESC LIMIT 1`,
      ),
      environment,
      interpret: (answer) =>
        interpretMigrations(
          answer,
          consumer.name,
          version === undefined ? undefined : clickHouseMigrationHead(version),
        ),
    },
  ];
}

export function interpretLogin(
  answer: ExecAnswer,
  { consumer, service, user }: { readonly consumer: string; readonly service: string; readonly user: string },
): Verdict {
  if (answer.exitCode === 0) return ok(`User ${user} is let in; ClickHouse ${firstLine(answer.stdout)}`);
  const complaint = answer.stderr + answer.stdout;
  if (/Code: 516\b|AUTHENTICATION_FAILED/.test(complaint)) {
    return failed(
      `ClickHouse refuses the password that ${consumer} uses (user ${user}). Give both services the same CLICKHOUSE_USER and CLICKHOUSE_PASSWORD, then run Up to recreate them.`,
    );
  }
  if (/Code: 210\b|Connection refused/.test(complaint)) {
    return failed(`ClickHouse does not accept connections at ${service}. Look into the logs of ${service}.`);
  }
  return hasNoProgram(answer, 'clickhouse-client', service) ?? failed(firstLine(complaint));
}

/** `head` is the last migration that the running version brings; undefined when it is not known. */
export function interpretMigrations(answer: ExecAnswer, consumer: string, head: number | undefined): Verdict {
  const complaint = answer.stderr + answer.stdout;
  if (/Code: (60|81)\b|UNKNOWN_TABLE|UNKNOWN_DATABASE/.test(complaint)) {
    return failed(
      `${consumer} has not built its tables in ClickHouse yet. Look into its logs when that lasts.`,
    );
  }
  if (answer.exitCode !== 0) return failed(firstLine(complaint));
  const row = firstLine(answer.stdout);
  if (row === '') return failed(`${consumer} has applied no migration to ClickHouse yet.`);
  const [version, dirty] = row.split(/\s+/).map(Number);
  if (version === undefined || dirty === undefined || Number.isNaN(version + dirty)) {
    return failed(`The table schema_migrations answers "${row}", which is no state of a migration.`);
  }
  if (dirty !== 0) {
    return failed(
      `Migration ${version} of ClickHouse stopped half-way, so ${consumer} does not start. On a stack without data, run Reset ClickHouse.`,
    );
  }
  if (head !== undefined && version < head) {
    return failed(`ClickHouse is at migration ${version} of ${head}. Look into the logs of ${consumer}.`);
  }
  return ok(`At migration ${version}${head === undefined ? '' : ` of ${Math.max(head, version)}`}, clean`);
}

function quoteName(name: string): string {
  return `\`${name.replace(/[\\`]/g, '\\$&')}\``;
}
