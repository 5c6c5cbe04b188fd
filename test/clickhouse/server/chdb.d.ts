// The members of the chdb package that the server uses. The package is installed into the cache only.
declare module 'chdb' {
  export interface ChdbResult {
    readonly rowsRead: number;
    readonly bytesRead: number;
    bytes(): Uint8Array;
  }

  export interface ChdbStreamChunk {
    readonly numRows: number;
    raw(): Uint8Array;
  }

  export interface ChdbQueryStream extends AsyncIterable<ChdbStreamChunk> {
    cancel(): void;
  }

  export class Session {
    constructor(path: string, options?: { readonly connectionArgs?: readonly string[] });
    query(sql: string, format?: string): string;
    queryAsync(sql: string, options?: { readonly format?: string }): Promise<ChdbResult>;
    queryStream(sql: string, options?: { readonly format?: string }): ChdbQueryStream;
    close(): void;
  }

  /** Resolves when no query runs and no connection is left open. */
  export function drainPending(): Promise<void>;
}
