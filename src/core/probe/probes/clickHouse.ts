import { clickHouseMigrationHead } from '../../langfuse/migrations';
import { parseImage } from '../../langfuse/roles';
import { listed } from '../../listed';
import { missingGrants } from '../clickHouseGrants';
import { clickHouseQuery, quoteName } from '../clickHouseQuery';
import { consumersOf } from '../connections';
import type { Consumers } from '../connections';
import { clickHouseLogin } from '../consumer';
import type { ClickHouseLogin } from '../consumer';
import { failed, notChecked, ok } from '../probe';
import type { ExecAnswer, Layer, Probe, Verdict } from '../probe';
import type { ProbeContext } from '../probeContext';
import { broughtMigrations } from './broughtMigrations';
import { DISK_USE, interpretDisk } from './clickHouseDisk';
import { firstLine, hasNoProgram } from './execAnswer';
import { knownProbes } from './knownProbes';
import { interpretTimeZone } from './timeZone';

/**
 * Layers 3 and 4: ClickHouse lets its consumers in and do what they must, counts time as they need it, and its tables
 * are complete.
 */
export function clickHouseProbes(context: ProbeContext): readonly Probe[] {
  return consumersOf(context, clickHouseLogin).flatMap((consumers) => probesOf(context, consumers));
}

function probesOf(
  context: ProbeContext,
  { connection: settings, first, names, suffix }: Consumers<ClickHouseLogin>,
): readonly Probe[] {
  const login = { id: `clickhouse/login${suffix}`, layer: 3 } as const;
  const grants = { id: `clickhouse/grants${suffix}`, layer: 3 } as const;
  const migrations = { id: 'clickhouse/migrations', layer: 4 } as const;
  const timeZone = { id: 'clickhouse/timezone', layer: 4 } as const;
  const disk = { id: 'clickhouse/disk', layer: 4 } as const;
  // One server, and web migrates it.
  const ofSchema = suffix === '' ? [migrations, timeZone, disk] : [];
  const known = (service: string, verdict: Verdict) =>
    knownProbes(service, verdict, [login, grants, ...ofSchema]);
  const consumer = listed(names);
  if (settings.kind === 'unknown') return known(first.name, notChecked(`${consumer}: ${settings.reason}.`));
  const { host, user, database } = settings;
  const target = context.target(first.name, 'ClickHouse', 'CLICKHOUSE_URL', host);
  if (target.kind === 'elsewhere') return known(first.name, target.verdict);

  const service = target.service.name;
  const container = target.container?.id ?? '';
  const probe = (
    subject: { readonly id: string; readonly layer: Layer },
    requires: readonly string[],
    sql: string,
    interpret: (answer: ExecAnswer) => Verdict,
  ): Probe => ({
    ...subject,
    service,
    requires,
    kind: 'exec',
    ...clickHouseQuery(container, settings, sql),
    interpret,
  });
  const tag = first.image === undefined ? undefined : parseImage(first.image.value).tag;
  const head = tag === undefined ? undefined : clickHouseMigrationHead(tag);
  const state = `SELECT version, dirty FROM ${quoteName(database)}.schema_migrations ORDER BY sequence DESC LIMIT 1`;
  return [
    probe(login, context.needsRunning(service), 'SELECT version()', (answer) =>
      interpretLogin(answer, { consumer, service, user }),
    ),
    probe(grants, [login.id], 'SHOW GRANTS', (answer) => interpretGrants(answer, user, database)),
    ...(suffix === ''
      ? [
          {
            ...migrations,
            service,
            requires: [login.id],
            kind: 'exec' as const,
            ...clickHouseQuery(container, settings, state),
            beside: broughtMigrations(context, 'clickhouse/migrations/unclustered'),
            interpret: (answer: ExecAnswer, brought?: ExecAnswer) =>
              interpretMigrations(answer, first.name, headOf(brought) ?? head),
          },
          probe(timeZone, [login.id], 'SELECT serverTimezone()', (answer) =>
            interpretTimeZone(answer, 'ClickHouse', `Set TZ=UTC for ${service}, then run Up.`),
          ),
          probe(disk, [login.id], DISK_USE, interpretDisk),
        ]
      : []),
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
      `ClickHouse refuses the password of ${consumer} (user ${user}). Give all of them the same CLICKHOUSE_USER and CLICKHOUSE_PASSWORD, then run Up to recreate them.`,
      'clickhouse/password',
    );
  }
  if (/Code: 210\b|Connection refused/.test(complaint)) {
    return failed(`ClickHouse does not accept connections at ${service}. Look into the logs of ${service}.`);
  }
  return hasNoProgram(answer, 'clickhouse-client', service) ?? failed(firstLine(complaint));
}

export function interpretGrants(answer: ExecAnswer, user: string, database: string): Verdict {
  if (answer.exitCode !== 0) return failed(firstLine(answer.stderr + answer.stdout));
  const grants = missingGrants(answer.stdout, database);
  if (grants.kind === 'roles') {
    return notChecked(`User ${user} has its rights from ${grants.names}, whose rights it may not see.`);
  }
  if (grants.privileges.length === 0) return ok(`User ${user} may do all that Langfuse does in ${database}`);
  const privileges = grants.privileges.join(', ');
  return failed(
    `User ${user} may not do all that Langfuse does in ${database}. As an administrator of ClickHouse run GRANT ${privileges} ON ${quoteName(database)}.* TO ${quoteName(user)}.`,
    'clickhouse/privileges',
  );
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
      'clickhouse/migration-dirty',
    );
  }
  if (head !== undefined && version < head) {
    return failed(`ClickHouse is at migration ${version} of ${head}. Look into the logs of ${consumer}.`);
  }
  return ok(`At migration ${version}${head === undefined ? '' : ` of ${Math.max(head, version)}`}, clean`);
}

/** The highest migration in the image of web; undefined when the image did not show any. */
function headOf(brought: ExecAnswer | undefined): number | undefined {
  if (brought?.exitCode !== 0) return undefined;
  const numbers = [...brought.stdout.matchAll(/^(\d+)_.*\.up\.sql\r?$/gm)].map(([, number]) =>
    Number(number),
  );
  return numbers.length === 0 ? undefined : Math.max(...numbers);
}
