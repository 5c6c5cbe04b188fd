import type { Agent } from 'node:http';
import { request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import { text } from 'node:stream/consumers';
import type { HttpAnswer } from '../core/probe/probe';
import { TunnelError } from './containerTunnel';
import { CARRIED_HOST } from './tunnelAgent';

export interface HttpQuestion {
  readonly url: string;
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/**
 * Asks and reads the whole answer. Redirects are answers, not to be followed with credentials. A connection that fails
 * is an answer too; a tunnel that cannot be entered is none, and throws its TunnelError.
 */
export async function httpAnswer(
  { url, method = 'GET', headers = {}, body = '' }: HttpQuestion,
  { agent, signal }: { readonly agent?: Agent | undefined; readonly signal: AbortSignal },
): Promise<HttpAnswer> {
  try {
    return await new Promise<HttpAnswer>((resolve, reject) => {
      const send = url.startsWith('https:') ? requestSecure : requestPlain;
      // Without keep-alive: a probe leaves no connection behind.
      const { host } = new URL(url);
      const options =
        agent === undefined
          ? { agent: false, headers }
          : { agent, headers: { ...headers, host }, hostname: CARRIED_HOST };
      const sent = send(url, { method, signal, ...options }, (response) => {
        const status = response.statusCode ?? 0;
        text(response).then((content) => resolve({ kind: 'response', status, body: content }), reject);
      });
      sent.once('error', reject);
      sent.end(body);
    });
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof TunnelError && error.code === undefined) throw error;
    return { kind: 'no-response', error: connectFailure(error) };
  }
}

/** Why a connection failed, such as ECONNREFUSED. */
export function connectFailure(error: unknown): string {
  // Where a name has several addresses, the first tells enough.
  if (error instanceof AggregateError && error.errors.length > 0) return connectFailure(error.errors[0]);
  if (!(error instanceof Error)) return String(error);
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}
