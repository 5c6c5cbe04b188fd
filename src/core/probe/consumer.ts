import { percentDecoded } from '../percentDecoded';
import { Secret, reveal } from '../secret';
import type { Value } from '../secret';

/** The variables that a container received. */
export type Environment = ReadonlyMap<string, Value>;

/** How a Langfuse process connects to one of its stores, or why that cannot be told. */
export type Connection<T> =
  ({ readonly kind: 'known' } & T) | { readonly kind: 'unknown'; readonly reason: string };

export interface Login {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: Value;
}

export interface ClickHouseLogin extends Login {
  readonly database: string;
}

export function clickHouseLogin(environment: Environment): Connection<ClickHouseLogin> {
  const url = parseUrl(text(environment, 'CLICKHOUSE_URL'));
  if (url === undefined) return unknown('CLICKHOUSE_URL is missing or no URL');
  return {
    kind: 'known',
    host: url.hostname,
    port: portOf(url, url.protocol === 'https:' ? 8443 : 8123),
    user: text(environment, 'CLICKHOUSE_USER') || 'default',
    password: environment.get('CLICKHOUSE_PASSWORD') ?? '',
    database: text(environment, 'CLICKHOUSE_DB') || 'default',
  };
}

export interface PostgresLogin extends Login {
  readonly database: string;
  /** Undefined: wherever the user's search path leads, which is `public` as a rule. */
  readonly schema: string | undefined;
}

/** From DATABASE_URL, else from the four parts that the start script would put together. */
export function postgresLogin(environment: Environment): Connection<PostgresLogin> {
  const address = text(environment, 'DATABASE_URL');
  if (address === '') return postgresParts(environment);
  const url = parseUrl(address);
  if (url === undefined || !/^postgres(ql)?:$/.test(url.protocol)) {
    return unknown('DATABASE_URL is no postgresql:// address');
  }
  return {
    kind: 'known',
    host: url.hostname,
    port: portOf(url, 5432),
    user: percentDecoded(url.username),
    password: new Secret(percentDecoded(url.password)),
    database: percentDecoded(url.pathname.slice(1)),
    schema: /^\w+$/.exec(url.searchParams.get('schema') ?? '')?.[0],
  };
}

function postgresParts(environment: Environment): Connection<PostgresLogin> {
  const host = text(environment, 'DATABASE_HOST');
  if (host === '') return unknown('neither DATABASE_URL nor DATABASE_HOST is set');
  const url = parseUrl(`postgresql://${host}`);
  return {
    kind: 'known',
    host: url?.hostname ?? host,
    port: url === undefined ? 5432 : portOf(url, 5432),
    user: text(environment, 'DATABASE_USERNAME'),
    password: environment.get('DATABASE_PASSWORD') ?? '',
    database: text(environment, 'DATABASE_NAME'),
    schema: undefined,
  };
}

export function redisLogin(environment: Environment): Connection<Login> {
  if (text(environment, 'REDIS_CLUSTER_ENABLED') === 'true') return unknown('Redis runs as a cluster');
  if (text(environment, 'REDIS_SENTINEL_ENABLED') === 'true')
    return unknown('Redis is found through Sentinel');
  const address = text(environment, 'REDIS_CONNECTION_STRING');
  if (address !== '') {
    const url = parseUrl(address);
    if (url === undefined) return unknown('REDIS_CONNECTION_STRING is no URL');
    if (url.protocol === 'rediss:') return unknown('Redis is reached by TLS');
    return {
      kind: 'known',
      host: url.hostname,
      port: portOf(url, 6379),
      user: percentDecoded(url.username),
      password: new Secret(percentDecoded(url.password)),
    };
  }
  const host = text(environment, 'REDIS_HOST');
  if (host === '') return unknown('neither REDIS_HOST nor REDIS_CONNECTION_STRING is set');
  if (text(environment, 'REDIS_TLS_ENABLED') === 'true') return unknown('Redis is reached by TLS');
  return {
    kind: 'known',
    host,
    port: Number(text(environment, 'REDIS_PORT') || '6379'),
    user: text(environment, 'REDIS_USERNAME'),
    password: environment.get('REDIS_AUTH') ?? '',
  };
}

export interface EventStore {
  readonly endpoint: URL;
  readonly bucket: string;
  readonly prefix: string;
  readonly region: string;
  readonly accessKeyId: Value;
  readonly secretAccessKey: Value;
  readonly isPathStyle: boolean;
}

/** Where raw events are uploaded to. */
export function eventStore(environment: Environment): Connection<EventStore> {
  const setting = (name: string) => text(environment, `LANGFUSE_S3_EVENT_UPLOAD_${name}`);
  const bucket = setting('BUCKET');
  if (bucket === '') return unknown('LANGFUSE_S3_EVENT_UPLOAD_BUCKET is not set');
  const accessKeyId = environment.get('LANGFUSE_S3_EVENT_UPLOAD_ACCESS_KEY_ID');
  const secretAccessKey = environment.get('LANGFUSE_S3_EVENT_UPLOAD_SECRET_ACCESS_KEY');
  if (accessKeyId === undefined || secretAccessKey === undefined) {
    return unknown('the access key for S3 comes from somewhere else than its environment');
  }
  const region = setting('REGION') || 'auto';
  const endpoint = parseUrl(
    setting('ENDPOINT') || `https://s3.${region === 'auto' ? 'us-east-1' : region}.amazonaws.com`,
  );
  if (endpoint === undefined) return unknown('LANGFUSE_S3_EVENT_UPLOAD_ENDPOINT is no URL');
  const isPathStyle = setting('FORCE_PATH_STYLE') === 'true';
  return {
    kind: 'known',
    endpoint,
    bucket,
    prefix: setting('PREFIX'),
    region,
    accessKeyId,
    secretAccessKey,
    isPathStyle,
  };
}

function unknown(reason: string): { readonly kind: 'unknown'; readonly reason: string } {
  return { kind: 'unknown', reason };
}

/** The empty text when it is not set, which is how Langfuse reads both. */
function text(environment: Environment, name: string): string {
  return reveal(environment.get(name) ?? '');
}

function parseUrl(address: string): URL | undefined {
  return URL.canParse(address) ? new URL(address) : undefined;
}

function portOf(url: URL, otherwise: number): number {
  return url.port === '' ? otherwise : Number(url.port);
}
