import type { IncomingMessage } from 'node:http';
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import { randomUUID } from 'node:crypto';
import type { Login } from './users';
import { ServerError } from './serverError';

/** A request for a query, taken apart. */
export interface QueryRequest {
  readonly id: string;
  readonly sql: string;
  readonly database: string;
  readonly login: Login;
  readonly parameters: ReadonlyMap<string, string>;
  readonly settings: ReadonlyMap<string, string>;
  readonly session: SessionWish | undefined;
  /** The format where the statement names none. */
  readonly defaultFormat: string;
  readonly isGet: boolean;
  readonly waitsForEnd: boolean;
  /** The compression the client can read, if it asked for any. */
  readonly encoding: 'br' | 'gzip' | 'deflate' | undefined;
  readonly userAgent: string;
}

export interface SessionWish {
  readonly id: string;
  readonly mustExist: boolean;
  readonly timeoutMs: number;
}

/** URL parameters that belong to the interface; every other one is a setting. */
const INTERFACE_PARAMETERS = new Set([
  ...[
    'query',
    'query_id',
    'database',
    'default_format',
    'user',
    'password',
    'quota_key',
    'role',
    'stacktrace',
  ],
  ...['session_id', 'session_check', 'session_timeout', 'close_session', 'wait_end_of_query', 'buffer_size'],
  ...['compress', 'decompress', 'client_protocol_version', 'enable_http_compression'],
  ...['send_progress_in_http_headers', 'http_headers_progress_interval_ms'],
]);

/** Reads the request to its end. Throws a ServerError for what a server refuses. */
export async function readRequest(request: IncomingMessage, url: URL): Promise<QueryRequest> {
  const body = decompress(await readBody(request), request.headers['content-encoding']);
  const values = url.searchParams;
  const parameters = new Map<string, string>();
  const settings = new Map<string, string>();
  let sql = values.get('query') ?? '';

  if ((request.headers['content-type'] ?? '').startsWith('multipart/form-data')) {
    const form = await new Response(new Uint8Array(body), {
      headers: { 'content-type': request.headers['content-type'] ?? '' },
    }).formData();
    for (const [name, value] of form) {
      const text = typeof value === 'string' ? value : await value.text();
      if (name === 'query') sql += text;
      else if (name.startsWith('param_')) parameters.set(name, text);
    }
  } else if (body.length > 0) {
    sql = [sql, body.toString('utf8')].filter(Boolean).join('\n');
  }
  for (const [name, value] of values) {
    if (name.startsWith('param_')) parameters.set(name, value);
    else if (!INTERFACE_PARAMETERS.has(name)) settings.set(name, value);
  }

  return {
    id: values.get('query_id') || randomUUID(),
    sql,
    database: values.get('database') || header(request, 'x-clickhouse-database') || 'default',
    login: readLogin(request, values),
    parameters,
    settings,
    session: readSession(values),
    defaultFormat: header(request, 'x-clickhouse-format') ?? values.get('default_format') ?? 'TabSeparated',
    isGet: request.method === 'GET',
    waitsForEnd: values.get('wait_end_of_query') === '1',
    encoding: values.get('enable_http_compression') === '1' ? acceptedEncoding(request) : undefined,
    userAgent: request.headers['user-agent'] ?? '',
  };
}

function readLogin(request: IncomingMessage, values: URLSearchParams): Login {
  const address = request.socket.remoteAddress ?? '';
  const user = header(request, 'x-clickhouse-user');
  const key = header(request, 'x-clickhouse-key');
  const { authorization } = request.headers;
  if (user !== undefined || key !== undefined) {
    if (authorization !== undefined)
      throw refusedMix('X-ClickHouse HTTP headers and Authorization HTTP header');
    return { name: user || 'default', password: key ?? '', address };
  }
  if (authorization !== undefined) {
    if (values.has('user') || values.has('password'))
      throw refusedMix('Authorization HTTP header and authentication via parameters');
    const encoded = /^Basic (.+)$/i.exec(authorization)?.[1] ?? '';
    const [name = '', ...rest] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
    return { name: name || 'default', password: rest.join(':'), address };
  }
  return { name: values.get('user') || 'default', password: values.get('password') ?? '', address };
}

function refusedMix(what: string): ServerError {
  return new ServerError(
    516,
    'AUTHENTICATION_FAILED',
    `Invalid authentication: it is not allowed to use ${what} simultaneously`,
  );
}

function readSession(values: URLSearchParams): SessionWish | undefined {
  const id = values.get('session_id');
  if (!id) return undefined;
  return {
    id,
    mustExist: values.get('session_check') === '1',
    timeoutMs: 1000 * Number(values.get('session_timeout') || 60),
  };
}

function acceptedEncoding(request: IncomingMessage): QueryRequest['encoding'] {
  const accepted = header(request, 'accept-encoding') ?? '';
  return (['br', 'gzip', 'deflate'] as const).find((encoding) => accepted.includes(encoding));
}

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function decompress(body: Buffer, encoding: string | undefined): Buffer {
  if (body.length === 0) return body;
  if (encoding === 'gzip') return gunzipSync(body);
  if (encoding === 'deflate') return inflateSync(body);
  if (encoding === 'br') return brotliDecompressSync(body);
  return body;
}
