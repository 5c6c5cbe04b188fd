import type { Secret } from '../secret';
import { describeEntrances } from '../tunnel';
import type { Tunnel } from '../tunnel';

/** How to reach a ClickHouse server over HTTP. */
export interface ClickHouseConnection {
  /** Without credentials and path, such as `http://127.0.0.1:8123`; as the containers know it when there is a tunnel. */
  readonly url: string;
  /** Undefined where this machine reaches the URL itself. */
  readonly tunnel: Tunnel | undefined;
  readonly user: string;
  readonly password: Secret;
  readonly database: string;
}

/** Where a connection leads, or one sentence that says why there is none and what to do. */
export type ConnectionChoice =
  | { readonly kind: 'ready'; readonly connection: ClickHouseConnection }
  | { readonly kind: 'unavailable'; readonly message: string };

/** A connection the operator configured. The password never comes from a settings file. */
export function configuredConnection(settings: {
  readonly url: string;
  readonly user: string;
  readonly password: Secret;
}): ConnectionChoice {
  const unavailable = (message: string): ConnectionChoice => ({ kind: 'unavailable', message });
  if (!URL.canParse(settings.url))
    return unavailable(
      'The setting langfuseStack.clickhouse.url is not a URL. It should look like http://127.0.0.1:8123.',
    );
  const url = new URL(settings.url);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    return unavailable(
      'The setting langfuseStack.clickhouse.url must start with http:// or https://: the notebook speaks to the HTTP port, 8123 as a rule.',
    );
  if (url.username !== '' || url.password !== '')
    return unavailable(
      'Take the user and password out of langfuseStack.clickhouse.url. The user has a setting of its own; the password belongs into the environment variable LANGFUSE_STACK_CLICKHOUSE_PASSWORD.',
    );
  return {
    kind: 'ready',
    connection: {
      url: url.origin,
      tunnel: undefined,
      user: settings.user,
      password: settings.password,
      database: url.searchParams.get('database') ?? 'default',
    },
  };
}

/** For a status bar: `langfuse@127.0.0.1:8123`. */
export function describeConnection({ url, tunnel, user }: ClickHouseConnection): string {
  const where = `${user}@${URL.canParse(url) ? new URL(url).host : url}`;
  return tunnel === undefined ? where : `${where} through Docker`;
}

/** The same for a tooltip, as whole sentences. */
export function explainConnection({ url, tunnel, database }: ClickHouseConnection): string {
  const where = `Asks the database "${database}" at ${url}`;
  if (tunnel === undefined) return where;
  return `${where}, through the container of ${describeEntrances(tunnel)}, because ${tunnel.reason}.`;
}
