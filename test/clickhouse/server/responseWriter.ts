import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { Writable } from 'node:stream';
import { constants, createBrotliCompress, createDeflate, createGzip } from 'node:zlib';
import type { QueryRequest } from './request';
import type { ServerError } from './serverError';
import { httpStatus } from './serverError';

export interface Counters {
  readonly readRows: number;
  readonly readBytes: number;
  readonly resultRows: number;
  readonly resultBytes: number;
}

/** Writes one answer as ClickHouse's HTTP interface does: headers with the first byte, errors also in mid-stream. */
export class ResponseWriter {
  queryId: string | undefined;
  /** undefined for a statement without a result. */
  format: string | undefined;
  encoding: QueryRequest['encoding'];

  readonly #response: ServerResponse;
  readonly #server: { readonly timezone: string };
  readonly #exceptionTag = randomBytes(12)
    .toString('base64url')
    .replace(/[^a-z]/gi, 'x')
    .toLowerCase();
  readonly #startedAt = process.hrtime.bigint();
  #body: Writable | undefined;
  #counters: Counters = { readRows: 0, readBytes: 0, resultRows: 0, resultBytes: 0 };
  #isOver = false;

  constructor(response: ServerResponse, server: { readonly timezone: string }) {
    this.#response = response;
    this.#server = server;
  }

  get hasRows(): boolean {
    return this.#body !== undefined;
  }

  get isClientGone(): boolean {
    return this.#response.destroyed;
  }

  get counters(): Counters {
    return this.#counters;
  }

  countRead(readRows: number, readBytes: number): void {
    this.#counters = { ...this.#counters, readRows, readBytes };
  }

  onClientGone(listener: () => void): void {
    this.#response.on('close', () => {
      if (!this.#isOver) listener();
    });
  }

  /** Resolves when the client is ready for more, or gone. */
  async write(bytes: Uint8Array, rows = 0): Promise<void> {
    if (bytes.length === 0 || this.isClientGone) return;
    const { resultRows, resultBytes } = this.#counters;
    this.#counters = {
      ...this.#counters,
      resultRows: resultRows + rows,
      resultBytes: resultBytes + bytes.length,
    };
    const body = (this.#body ??= this.#begin());
    if (body.write(bytes)) return;
    await new Promise<void>((resolve) => {
      const proceed = () => {
        body.off('drain', proceed);
        this.#response.off('close', proceed);
        resolve();
      };
      body.on('drain', proceed);
      this.#response.on('close', proceed);
    });
  }

  end(): void {
    this.#isOver = true;
    if (this.#body === undefined) this.encoding = undefined;
    (this.#body ?? this.#begin()).end();
  }

  /** Before the first row an error is a status; after it, a tagged block in the body and a cut connection. */
  fail(error: ServerError, text: string): void {
    this.#isOver = true;
    if (this.isClientGone) return;
    if (this.#body === undefined) {
      this.#response.writeHead(httpStatus(error.code), {
        ...this.#headers(),
        'Content-Type': 'text/plain; charset=UTF-8',
        'X-ClickHouse-Exception-Code': String(error.code),
      });
      this.#response.end(`${text}\n`);
      return;
    }
    const message = `${text}\n`;
    const tag = this.#exceptionTag;
    const block = `\r\n__exception__\r\n${tag}\r\n${message}${Buffer.byteLength(message)} ${tag}\r\n__exception__\r\n`;
    // Cut only after the block has left, or the client never sees why.
    this.#body.write(block, () => setImmediate(() => this.#response.destroy()));
  }

  #begin(): Writable {
    this.#response.writeHead(200, {
      ...this.#headers(),
      'Content-Type': contentType(this.format),
      ...(this.format !== undefined && { 'X-ClickHouse-Format': this.format }),
      ...(this.encoding !== undefined && { 'Content-Encoding': this.encoding }),
    });
    const compressor = compress(this.encoding);
    compressor?.pipe(this.#response);
    return compressor ?? this.#response;
  }

  #headers(): Record<string, string> {
    return {
      'X-ClickHouse-Server-Display-Name': 'clickhouse',
      'X-ClickHouse-Timezone': this.#server.timezone,
      'X-ClickHouse-Exception-Tag': this.#exceptionTag,
      'X-ClickHouse-Summary': this.#summary(),
      ...(this.queryId !== undefined && { 'X-ClickHouse-Query-Id': this.queryId }),
    };
  }

  #summary(): string {
    const { readRows, readBytes, resultRows, resultBytes } = this.#counters;
    return JSON.stringify({
      read_rows: String(readRows),
      read_bytes: String(readBytes),
      written_rows: '0',
      written_bytes: '0',
      total_rows_to_read: '0',
      result_rows: String(resultRows),
      result_bytes: String(resultBytes),
      elapsed_ns: String(process.hrtime.bigint() - this.#startedAt),
    });
  }
}

function compress(encoding: QueryRequest['encoding']) {
  switch (encoding) {
    case 'br':
      return createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: 3 } });
    case 'gzip':
      return createGzip({ level: 3 });
    case 'deflate':
      return createDeflate();
    case undefined:
      return undefined;
  }
}

function contentType(format: string | undefined): string {
  if (format === undefined) return 'text/plain; charset=UTF-8';
  if (/^JSON.*EachRow/.test(format)) return 'application/x-ndjson; charset=UTF-8';
  if (format.startsWith('JSON')) return 'application/json; charset=UTF-8';
  if (format.startsWith('CSV'))
    return `text/csv; charset=UTF-8; header=${format.includes('Names') ? 'present' : 'absent'}`;
  if (/^(?:TSV|TabSeparated)/.test(format)) return 'text/tab-separated-values; charset=UTF-8';
  if (/^(?:Native|RowBinary|Parquet|Arrow)/.test(format)) return 'application/octet-stream';
  return 'text/plain; charset=UTF-8';
}
