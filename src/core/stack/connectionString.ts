import { authority } from '../compose/ports';
import { clickHouseLogin, postgresLogin, redisLogin } from '../probe/consumer';
import type { Connection, Environment, Login } from '../probe/consumer';
import { Secret, reveal } from '../secret';
import type { BoundPort } from './container';
import { urlOf } from './pages';
import type { DatabaseRole } from './shells';

/** Where other programs on this machine reach a database of the stack, as the user that Langfuse is. */
export type ConnectionString =
  | {
      readonly kind: 'known';
      readonly withoutPassword: string;
      /** Undefined when there is no password. */
      readonly complete: Secret | undefined;
    }
  | { readonly kind: 'unknown'; readonly message: string };

const TARGETS: Readonly<Record<DatabaseRole, number>> = { clickhouse: 8123, postgres: 5432, redis: 6379 };

export interface DatabaseService {
  readonly name: string;
  readonly role: DatabaseRole;
  readonly ports: readonly BoundPort[];
}

/** `langfuse` is what the container of Langfuse received. */
export function connectionString(
  { name, role, ports }: DatabaseService,
  langfuse: Environment,
  engineHost: string,
): ConnectionString {
  const target = TARGETS[role];
  const port = ports.find((candidate) => candidate.protocol === 'tcp' && candidate.target === target);
  if (port === undefined)
    return unknown(
      `${name} publishes no port ${target}. Add "127.0.0.1:${target}:${target}" to its ports, then run Up.`,
    );
  const url = urlOf(port, engineHost);
  if (url === undefined)
    return unknown(`${name} is bound to ${port.hostIp} on ${engineHost}, so only that machine reaches it.`);
  // An address may have its brackets, which `authority` gives it anew.
  const address = authority(new URL(url).hostname.replace(/^\[|\]$/g, ''), port.published);
  const login = loginOf(role, langfuse);
  if (login.kind === 'unknown')
    return unknown(`How Langfuse logs in to ${name} is not known: ${login.reason}.`);
  const { scheme, user, password, path } = login;
  const whole = (credentials: string): string =>
    `${scheme}://${credentials === '' ? '' : `${credentials}@`}${address}/${encodeURIComponent(path)}`;
  const secret = reveal(password);
  const userPart = encodeURIComponent(user);
  return {
    kind: 'known',
    withoutPassword: whole(userPart),
    complete: secret === '' ? undefined : new Secret(whole(`${userPart}:${encodeURIComponent(secret)}`)),
  };
}

function loginOf(
  role: DatabaseRole,
  environment: Environment,
): Connection<Login & { readonly scheme: string; readonly path: string }> {
  switch (role) {
    case 'clickhouse': {
      const login = clickHouseLogin(environment);
      return login.kind === 'known' ? { ...login, scheme: 'http', path: login.database } : login;
    }
    case 'postgres': {
      const login = postgresLogin(environment);
      return login.kind === 'known' ? { ...login, scheme: 'postgresql', path: login.database } : login;
    }
    case 'redis': {
      const login = redisLogin(environment);
      return login.kind === 'known' ? { ...login, scheme: 'redis', path: '0' } : login;
    }
  }
}

function unknown(message: string): ConnectionString {
  return { kind: 'unknown', message };
}
