import { redisLogin } from '../probe/consumer';
import type { Environment } from '../probe/consumer';
import type { Role } from '../langfuse/roles';
import { reveal } from '../secret';
import type { Value } from '../secret';

/** What to run inside a container, on a terminal. No secret is among its words. */
export interface ContainerProgram {
  readonly argv: readonly string[];
  /** To be handed over through the environment, by name. */
  readonly environment: ReadonlyMap<string, Value>;
}

/** Roles whose images bring a client along. */
export type DatabaseRole = Extract<Role, 'clickhouse' | 'postgres' | 'redis'>;

export const DATABASE_CLIENTS: Readonly<Record<DatabaseRole, string>> = {
  clickhouse: 'clickhouse-client',
  postgres: 'psql',
  redis: 'redis-cli',
};

export function isDatabaseRole(role: Role | undefined): role is DatabaseRole {
  return role !== undefined && role in DATABASE_CLIENTS;
}

/** A shell to type into: bash where the image has it. */
export const SHELL: ContainerProgram = {
  argv: inContainer('if command -v bash >/dev/null 2>&1; then exec bash; else exec sh; fi'),
  environment: new Map(),
};

/**
 * The database's own client, as the user and in the database that Langfuse uses. `langfuse` is what the container of
 * Langfuse received: Redis keeps its password in no variable of its own.
 */
export function databaseShell(role: DatabaseRole, langfuse: Environment): ContainerProgram {
  switch (role) {
    case 'clickhouse':
      // The client itself reads CLICKHOUSE_USER and CLICKHOUSE_PASSWORD.
      return plain('exec clickhouse-client --database "${CLICKHOUSE_DB:-default}"');
    case 'postgres':
      return plain(
        'user="${POSTGRES_USER:-${POSTGRESQL_USERNAME:-postgres}}"; ' +
          'export PGPASSWORD="${POSTGRES_PASSWORD:-$POSTGRESQL_PASSWORD}"; ' +
          'exec psql --username "$user" --dbname "${POSTGRES_DB:-${POSTGRESQL_DATABASE:-$user}}"',
      );
    case 'redis': {
      const login = redisLogin(langfuse);
      const { user, password } = login.kind === 'known' ? login : { user: '', password: '' };
      return {
        argv: inContainer(
          'if command -v redis-cli >/dev/null 2>&1; then exec redis-cli "$@"; else exec valkey-cli "$@"; fi',
          ...(user === '' ? [] : ['--user', user]),
        ),
        environment: new Map(reveal(password) === '' ? [] : [['REDISCLI_AUTH', password]]),
      };
    }
  }
}

/** The words for `docker` that run a program in a container, on a terminal. */
export function dockerExecWords(
  containerName: string,
  { argv, environment }: ContainerProgram,
): readonly string[] {
  // With a name alone, docker takes the value from its own environment.
  const variables = [...environment.keys()].flatMap((name) => ['--env', name]);
  return ['exec', '--interactive', '--tty', ...variables, containerName, ...argv];
}

function plain(script: string): ContainerProgram {
  return { argv: inContainer(script), environment: new Map() };
}

/** A constant script for the container's own shell, where the variables are that it names. */
function inContainer(script: string, ...words: readonly string[]): readonly string[] {
  return words.length === 0 ? ['sh', '-c', script] : ['sh', '-c', script, 'sh', ...words];
}
