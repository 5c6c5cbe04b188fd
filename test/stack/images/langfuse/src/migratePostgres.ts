// `prisma migrate deploy`: applies what is missing and keeps `_prisma_migrations` as Prisma does.
import { randomUUID } from 'node:crypto';
import { readEnvironment } from './environment';
import { describe } from './log';
import { Postgres, PrismaError } from './postgres';
import { POSTGRES_MIGRATIONS } from './postgresSchema';

const BOOKKEEPING = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id varchar(36) PRIMARY KEY, checksum varchar(64) NOT NULL, finished_at timestamptz, migration_name varchar(255) NOT NULL,
  logs text, rolled_back_at timestamptz, started_at timestamptz NOT NULL DEFAULT now(),
  applied_steps_count int NOT NULL DEFAULT 0
)`;

const FAILED = `SELECT migration_name AS name, to_char(started_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') AS started
FROM _prisma_migrations WHERE finished_at IS NULL AND rolled_back_at IS NULL ORDER BY started_at LIMIT 1`;

async function migrate(connectionString: string): Promise<void> {
  const postgres = new Postgres(connectionString);
  try {
    await postgres.query('SELECT 1');
    console.log('Script executed successfully.');
    console.log(
      `Prisma schema loaded from packages/shared/prisma/schema.prisma\nDatasource "db": PostgreSQL database "${postgres.database}", schema "public" at "${postgres.address}"\n\n${POSTGRES_MIGRATIONS.length} migrations found in prisma/migrations\n`,
    );
    await postgres.query(BOOKKEEPING);
    await refuseAfterFailure(postgres);
    await applyMissing(postgres);
  } finally {
    await postgres.close();
  }
}

async function refuseAfterFailure(postgres: Postgres): Promise<void> {
  const [failed] = await postgres.query(FAILED);
  if (failed === undefined) return;
  throw new PrismaError(
    'P3009',
    `migrate found failed migrations in the target database, new migrations will not be applied. Read more about how to resolve migration issues in a production database: https://pris.ly/d/migrate-resolve\nThe \`${String(failed['name'])}\` migration started at ${String(failed['started'])} UTC failed`,
  );
}

async function applyMissing(postgres: Postgres): Promise<void> {
  const rows = await postgres.query(
    'SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL',
  );
  const applied = new Set(rows.map((row) => row['migration_name']));
  const missing = POSTGRES_MIGRATIONS.filter(({ name }) => !applied.has(name));
  for (const { name, sql } of missing) {
    console.log(`Applying migration \`${name}\``);
    const id = randomUUID();
    await postgres.query(
      'INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ($1, $2, $3)',
      [id, '', name],
    );
    await postgres.query(sql);
    await postgres.query(
      'UPDATE _prisma_migrations SET finished_at = now(), applied_steps_count = 1 WHERE id = $1',
      [id],
    );
  }
  console.log(
    missing.length > 0
      ? '\nAll migrations have been successfully applied.'
      : '\nNo pending migrations to apply.',
  );
}

const environment = readEnvironment();
migrate(environment['DIRECT_URL'] ?? environment['DATABASE_URL'] ?? '').catch((error: unknown) => {
  // Prisma puts what the migration engine says below its code.
  const code =
    error instanceof PrismaError ? `${error.code}${error.code.startsWith('P3') ? '\n\n' : ': '}` : '';
  console.log(`Error: ${code}${describe(error)}`);
  process.exitCode = 1;
});
