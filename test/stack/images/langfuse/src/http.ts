import type { IncomingMessage, ServerResponse } from 'node:http';
import { text as readText } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
}

export function sendHtml(response: ServerResponse, title: string, body: string): void {
  response
    .writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' })
    .end(`<!doctype html><html lang="en"><title>${title}</title><body>${body}</body></html>`);
}

/** The request's JSON; undefined when it is none. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const isZipped = request.headers['content-encoding'] === 'gzip';
  try {
    if (!isZipped) return JSON.parse(await readText(request));
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    return JSON.parse(gunzipSync(Buffer.concat(chunks)).toString('utf8'));
  } catch {
    return undefined;
  }
}
