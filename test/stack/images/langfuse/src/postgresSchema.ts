/** Postgres migrations by Prisma's folder names: the tables that operators and this stand-in read. */
export const POSTGRES_MIGRATIONS: readonly { readonly name: string; readonly sql: string }[] = [
  {
    name: '20230518191501_init',
    sql: `CREATE TABLE users (
  id text PRIMARY KEY, name text, email text UNIQUE, password text, admin boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now()
)`,
  },
  {
    name: '20240424150909_add_organizations',
    sql: `CREATE TABLE organizations (
  id text PRIMARY KEY, name text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE TYPE "Role" AS ENUM ('OWNER', 'ADMIN', 'MEMBER', 'VIEWER', 'NONE');
CREATE TABLE organization_memberships (
  id text PRIMARY KEY, org_id text NOT NULL REFERENCES organizations(id), user_id text NOT NULL REFERENCES users(id),
  role "Role" NOT NULL, created_at timestamptz NOT NULL DEFAULT now(), UNIQUE (org_id, user_id)
);
CREATE TABLE projects (
  id text PRIMARY KEY, org_id text NOT NULL REFERENCES organizations(id), name text NOT NULL, retention_days int,
  created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(), deleted_at timestamptz
)`,
  },
  {
    name: '20230924232619_api_keys',
    sql: `CREATE TABLE api_keys (
  id text PRIMARY KEY, public_key text NOT NULL UNIQUE, hashed_secret_key text NOT NULL UNIQUE,
  fast_hashed_secret_key text UNIQUE, display_secret_key text NOT NULL, note text,
  project_id text REFERENCES projects(id), created_at timestamptz NOT NULL DEFAULT now(), last_used_at timestamptz
)`,
  },
  {
    name: '20231104004529_models',
    sql: `CREATE TABLE models (
  id text PRIMARY KEY, project_id text, model_name text NOT NULL, match_pattern text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
)`,
  },
  {
    name: '20241024100928_background_migrations',
    sql: `CREATE TABLE background_migrations (
  id text PRIMARY KEY, name text NOT NULL UNIQUE, script text NOT NULL, args jsonb NOT NULL DEFAULT '{}',
  state jsonb NOT NULL DEFAULT '{}', finished_at timestamptz, failed_at timestamptz, failed_reason text,
  worker_id text, locked_at timestamptz
)`,
  },
  {
    name: '20241206115829_cron_jobs',
    sql: 'CREATE TABLE cron_jobs (name text PRIMARY KEY, last_run timestamptz, state text, job_started_at timestamptz)',
  },
];
