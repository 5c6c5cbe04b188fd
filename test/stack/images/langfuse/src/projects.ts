import { createHash, randomUUID, scryptSync } from 'node:crypto';
import type { Environment } from './environment';
import type { Log } from './log';
import type { Postgres } from './postgres';

export interface Project {
  readonly id: string;
  readonly name: string;
  readonly organization: { readonly id: string; readonly name: string };
}

/** The project an API key belongs to; undefined when the pair is unknown. */
export async function findProject(
  postgres: Postgres,
  salt: string,
  publicKey: string,
  secretKey: string,
): Promise<Project | undefined> {
  const [row] = await postgres.query(
    `SELECT p.id, p.name, o.id AS org_id, o.name AS org_name FROM api_keys k
     JOIN projects p ON p.id = k.project_id JOIN organizations o ON o.id = p.org_id
     WHERE k.public_key = $1 AND k.fast_hashed_secret_key = $2`,
    [publicKey, fastHash(secretKey, salt)],
  );
  if (row === undefined) return undefined;
  return {
    id: String(row['id']),
    name: String(row['name']),
    organization: { id: String(row['org_id']), name: String(row['org_name']) },
  };
}

/** What LANGFUSE_INIT_* asks for, created where it is missing. Existing names, passwords and keys stay as they are. */
export async function provision(postgres: Postgres, environment: Environment, log: Log): Promise<void> {
  const init = (name: string) => environment[`LANGFUSE_INIT_${name}`];
  const orgId = init('ORG_ID');
  if (orgId === undefined) {
    const ignored = Object.keys(environment).filter((name) => name.startsWith('LANGFUSE_INIT_'));
    if (ignored.length > 0)
      log(
        'warn',
        `[Langfuse Init] LANGFUSE_INIT_ORG_ID is not set but other LANGFUSE_INIT_* variables are: ${ignored.join(', ')}`,
      );
    return;
  }
  await postgres.query('INSERT INTO organizations (id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
    orgId,
    init('ORG_NAME') ?? 'Provisioned Org',
  ]);
  const projectId = init('PROJECT_ID');
  if (projectId !== undefined) {
    await postgres.query(
      'INSERT INTO projects (id, org_id, name) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
      [projectId, orgId, init('PROJECT_NAME') ?? 'Provisioned Project'],
    );
    await provisionKey(postgres, projectId, environment, log);
  }
  await provisionOwner(postgres, orgId, environment, log);
}

async function provisionKey(
  postgres: Postgres,
  projectId: string,
  environment: Environment,
  log: Log,
): Promise<void> {
  const publicKey = environment['LANGFUSE_INIT_PROJECT_PUBLIC_KEY'];
  const secretKey = environment['LANGFUSE_INIT_PROJECT_SECRET_KEY'];
  if (publicKey === undefined || secretKey === undefined) {
    if (publicKey !== secretKey)
      log(
        'warn',
        '[Langfuse Init] Partial API key configuration: set both LANGFUSE_INIT_PROJECT_PUBLIC_KEY and LANGFUSE_INIT_PROJECT_SECRET_KEY',
      );
    return;
  }
  await postgres.query('DELETE FROM api_keys WHERE public_key = $1 AND project_id <> $2', [
    publicKey,
    projectId,
  ]);
  await postgres.query(
    `INSERT INTO api_keys (id, public_key, hashed_secret_key, fast_hashed_secret_key, display_secret_key, project_id)
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (public_key) DO NOTHING`,
    [
      randomUUID(),
      publicKey,
      slowHash(secretKey),
      fastHash(secretKey, environment['SALT'] ?? ''),
      `${secretKey.slice(0, 6)}...${secretKey.slice(-4)}`,
      projectId,
    ],
  );
}

async function provisionOwner(
  postgres: Postgres,
  orgId: string,
  environment: Environment,
  log: Log,
): Promise<void> {
  const email = environment['LANGFUSE_INIT_USER_EMAIL']?.toLowerCase();
  const password = environment['LANGFUSE_INIT_USER_PASSWORD'];
  if (email === undefined || password === undefined) {
    if (email !== password)
      log(
        'warn',
        '[Langfuse Init] Partial user configuration: set both LANGFUSE_INIT_USER_EMAIL and LANGFUSE_INIT_USER_PASSWORD',
      );
    return;
  }
  if (password.length < 8) throw new Error('Password needs to be at least 8 characters long.');
  const userId = await createUser(
    postgres,
    email,
    environment['LANGFUSE_INIT_USER_NAME'] ?? 'Provisioned User',
    password,
  );
  await postgres.query(
    `INSERT INTO organization_memberships (id, org_id, user_id, role) VALUES ($1, $2, $3, 'OWNER')
     ON CONFLICT (org_id, user_id) DO UPDATE SET role = 'OWNER'`,
    [randomUUID(), orgId, userId],
  );
}

/** The id of the user with this address, who is created when there is none. */
export async function createUser(
  postgres: Postgres,
  email: string,
  name: string,
  password: string,
): Promise<string> {
  await postgres.query(
    'INSERT INTO users (id, name, email, password) VALUES ($1, $2, $3, $4) ON CONFLICT (email) DO NOTHING',
    [randomUUID(), name, email, slowHash(password)],
  );
  const [row] = await postgres.query('SELECT id FROM users WHERE email = $1', [email]);
  return String(row?.['id']);
}

function fastHash(secret: string, salt: string): string {
  return createHash('sha256').update(secret).update(salt).digest('hex');
}

function slowHash(secret: string): string {
  const salt = randomUUID();
  return `${salt}:${scryptSync(secret, salt, 32).toString('hex')}`;
}
