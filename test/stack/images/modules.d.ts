// The members that are used of packages that are installed into the cache only.
declare module 's3rver' {
  import type { RequestListener } from 'node:http';

  export default class S3rver {
    constructor(options: {
      readonly directory: string;
      readonly silent: boolean;
      readonly resetOnClose: boolean;
      readonly vhostBuckets: boolean;
    });
    callback(): RequestListener;
  }
}

declare module 's3rver/lib/models/account.js' {
  export default class Account {
    static readonly registry: Map<string, Account>;
    constructor(id: number, name: string);
    createKeyPair(accessKey: string, secretKey: string): void;
  }
}

declare module 'aws4fetch' {
  export class AwsClient {
    constructor(options: {
      readonly accessKeyId: string;
      readonly secretAccessKey: string;
      readonly service?: string;
      readonly region?: string;
      readonly retries?: number;
    });
    fetch(url: string, init?: RequestInit): Promise<Response>;
  }
}

declare module 'pg' {
  export interface QueryResult {
    readonly rows: readonly Readonly<Record<string, unknown>>[];
    readonly rowCount: number | null;
  }

  export class Pool {
    constructor(options: { readonly connectionString: string; readonly connectionTimeoutMillis: number });
    query(sql: string, values?: readonly unknown[]): Promise<QueryResult>;
    on(event: 'error', listener: (error: Error) => void): this;
    end(): Promise<void>;
  }

  const pg: { readonly Pool: typeof Pool };
  export default pg;
}

declare module 'bullmq' {
  export interface ConnectionOptions {
    readonly host: string;
    readonly port: number;
    readonly password: string;
    readonly maxRetriesPerRequest: null;
  }

  export interface JobOptions {
    readonly delay: number;
    readonly attempts: number;
    readonly backoff: { readonly type: 'exponential'; readonly delay: number };
    readonly removeOnComplete: boolean;
    readonly removeOnFail: number;
  }

  export interface RedisClient {
    ping(): Promise<string>;
  }

  export class Queue {
    constructor(name: string, options: { readonly connection: ConnectionOptions });
    readonly client: Promise<RedisClient>;
    add(name: string, data: unknown, options: JobOptions): Promise<unknown>;
    on(event: 'error', listener: (error: Error) => void): this;
    close(): Promise<void>;
  }

  export interface Job {
    readonly id?: string;
    readonly data: unknown;
  }

  export class Worker {
    constructor(
      name: string,
      process: (job: Job) => Promise<void>,
      options: { readonly connection: ConnectionOptions; readonly concurrency: number },
    );
    on(event: 'error', listener: (error: Error) => void): this;
    on(event: 'failed', listener: (job: Job | undefined, error: Error) => void): this;
    close(): Promise<void>;
  }
}
