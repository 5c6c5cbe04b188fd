import type { Secret } from '../secret';

/** How to reach a ClickHouse server over HTTP. */
export interface ClickHouseConnection {
  /** Without credentials and path, such as `http://127.0.0.1:8123`. */
  readonly url: string;
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
      user: settings.user,
      password: settings.password,
      database: url.searchParams.get('database') ?? 'default',
    },
  };
}

/** For a status bar: `langfuse@127.0.0.1:8123`. */
export function describeConnection({ url, user }: ClickHouseConnection): string {
  return `${user}@${URL.canParse(url) ? new URL(url).host : url}`;
}
