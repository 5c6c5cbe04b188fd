import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One statement as it reached the server. */
export interface Received {
  readonly sql: string;
  readonly queryId: string;
  /** Everything in the URL: settings, parameters, database. */
  readonly url: URLSearchParams;
}

export interface FakeClickHouse {
  readonly url: string;
  readonly received: readonly Received[];
  close(): Promise<void>;
}

/** An HTTP server that answers statements as a test says, for what a real server does not do on demand. */
export async function fakeClickHouse(
  answer: (received: Received, response: ServerResponse) => void,
): Promise<FakeClickHouse> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://fake').searchParams;
      const one = { sql: Buffer.concat(chunks).toString(), queryId: url.get('query_id') ?? '', url };
      received.push(one);
      response.setHeader('X-ClickHouse-Query-Id', one.queryId);
      answer(one, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** An answer with rows of one UInt64 column `n`. */
export function rowsOf(...values: readonly (number | string)[]): string {
  return `["n"]\n["UInt64"]\n${values.map((value) => `[${value}]\n`).join('')}`;
}

export function sendRows(response: ServerResponse, text: string): void {
  response.setHeader('X-ClickHouse-Format', 'JSONCompactEachRowWithNamesAndTypes');
  response.write(text);
}

export function refuse(response: ServerResponse, code: number, words: string): void {
  response.statusCode = 500;
  response.setHeader('X-ClickHouse-Exception-Code', code);
  response.end(`Code: ${code}. DB::Exception: ${words} (SOME_NAME) (version 25.8.1)\n`);
}
