import { ServerError } from './serverError';

export interface User {
  readonly name: string;
  readonly password: string;
  /** Whether it may only log in from the machine the server runs on. */
  readonly isLocalOnly: boolean;
}

const LOOPBACK = /^(?:::ffff:)?127\.|^::1$/;

/** The one user a server has, as the official image makes it from its environment at every start. */
export function userFromEnvironment(env: NodeJS.ProcessEnv): User {
  const name = env['CLICKHOUSE_USER'] || 'default';
  const password = env['CLICKHOUSE_PASSWORD'] ?? '';
  const isBlank = name === 'default' && password === '' && !env['CLICKHOUSE_DEFAULT_ACCESS_MANAGEMENT'];
  return { name, password, isLocalOnly: isBlank };
}

export interface Login {
  readonly name: string;
  readonly password: string;
  readonly address: string;
}

export function authenticate(user: User, { name, password, address }: Login): void {
  const isKnown = name === user.name && password === user.password;
  if (isKnown && (!user.isLocalOnly || LOOPBACK.test(address))) return;
  throw new ServerError(
    516,
    'AUTHENTICATION_FAILED',
    `${name}: Authentication failed: password is incorrect, or there is no user with such name.${
      name === 'default' ? RESET_ADVICE : ''
    }`,
  );
}

const RESET_ADVICE = `

If you use ClickHouse Cloud, the password can be reset at https://clickhouse.cloud/
on the settings page for the corresponding service.

If you have installed ClickHouse and forgot password you can reset it in the configuration file.
The password for default user is typically located at /etc/clickhouse-server/users.d/default-password.xml
and deleting this file will reset the password.
See also /etc/clickhouse-server/users.xml on the server where ClickHouse is installed.

`;
