import pg from 'pg';
import type { QueryResult } from 'pg';
import { describe } from './log';

/** A connection to Postgres whose failures speak as Prisma does. */
export class Postgres {
  readonly #url: URL;
  readonly #pool: InstanceType<typeof pg.Pool>;

  constructor(connectionString: string) {
    const url = parseUrl(connectionString);
    if (url === undefined)
      throw new PrismaError(
        'P1013',
        'The provided database string is invalid. invalid port number in database URL. Please check the string for any illegal characters.',
      );
    this.#url = url;
    url.search = '';
    this.#pool = new pg.Pool({ connectionString: url.href, connectionTimeoutMillis: 5000 });
    // A connection that breaks while idle: the next query finds out by itself.
    this.#pool.on('error', () => undefined);
  }

  get address(): string {
    return `${this.#url.hostname}:${this.#url.port || '5432'}`;
  }

  get database(): string {
    return this.#url.pathname.slice(1);
  }

  async query(sql: string, values: readonly unknown[] = []): Promise<QueryResult['rows']> {
    try {
      return (await this.#pool.query(sql, values)).rows;
    } catch (error) {
      throw this.#translate(error);
    }
  }

  close(): Promise<void> {
    return this.#pool.end();
  }

  #translate(error: unknown): Error {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const user = decodeURIComponent(this.#url.username);
    if (code === '28P01' || code === '28000')
      return new PrismaError(
        'P1000',
        `Authentication failed against database server, the provided database credentials for \`${user}\` are not valid.\n\nPlease make sure to provide valid database credentials for the database server at \`${this.#url.hostname}\`.`,
      );
    if (code === '3D000')
      return new PrismaError('P1003', `Database \`${this.database}\` does not exist on the database server.`);
    if (code === '42P01') {
      const table = /relation "(\w+)" does not exist/.exec(describe(error))?.[1] ?? '';
      return new PrismaError(
        'P2021',
        `The table \`public.${table}\` does not exist in the current database.`,
      );
    }
    // 57P03: it starts up; 57P01: it shuts down.
    if (
      /^E[A-Z_]+$/.test(code) ||
      ['57P03', '57P01'].includes(code) ||
      /timeout|terminated/i.test(describe(error))
    )
      return new PrismaError(
        'P1001',
        `Can't reach database server at \`${this.address}\`\n\nPlease make sure your database server is running at \`${this.address}\`.`,
      );
    return error instanceof Error ? error : new Error(String(error));
  }
}

export class PrismaError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

function parseUrl(text: string): URL | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  return /^postgres(?:ql)?:$/.test(url.protocol) && url.hostname !== '' ? url : undefined;
}
