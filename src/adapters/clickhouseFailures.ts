import { UserError } from '../core/userError';

/**
 * Turns a failed request into a sentence for the operator. The address holds no credentials. Undefined for what is
 * no failure of the network, that is a bug of ours.
 */
export function unreachable(error: unknown, url: string): UserError | undefined {
  const message = sentence(errorCode(error), error, url);
  return message === undefined ? undefined : new UserError(message, { cause: error });
}

/** Something answered, but not as ClickHouse's HTTP interface does. */
export function wrongAnswer({ text }: { readonly text: string }, url: string): UserError {
  if (/Port \d+ is for clickhouse-client/i.test(text)) return new UserError(nativePort(url));
  return new UserError(
    `What answers at ${url} is not ClickHouse's HTTP interface. Check the port: ClickHouse listens for HTTP at 8123 as a rule.`,
  );
}

function sentence(code: string, error: unknown, url: string): string | undefined {
  switch (code) {
    case 'ECONNREFUSED':
      return `Nothing answers at ${url}. Start ClickHouse with Up, or check that its HTTP port is published there.`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `The host of ${url} cannot be found. Check its name; names of compose services work inside containers only.`;
    case 'ECONNRESET':
    case 'EPIPE':
      return `ClickHouse at ${url} closed the connection before it answered. Run the cell again; if it happens again, look at the logs of its container.`;
    case 'EPROTO':
    case 'ERR_SSL_WRONG_VERSION_NUMBER':
      return `The server at ${url} does not speak TLS. Use http:// there, or its TLS port, 8443 as a rule.`;
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ETIMEDOUT':
      return `${url} cannot be reached from this machine. Check the network and the firewall.`;
  }
  if (code.startsWith('HPE_')) return nativePort(url);
  if (/CERT|SELF_SIGNED|UNABLE_TO_VERIFY/.test(code))
    return `The certificate of ${url} is not trusted by this machine. Add its authority to NODE_EXTRA_CA_CERTS.`;
  if (error instanceof Error && error.message.startsWith('Timeout error'))
    return `ClickHouse at ${url} was silent for too long. The statement may still run there: SELECT * FROM system.processes shows it.`;
  if (/^E[A-Z]+$/.test(code))
    return `ClickHouse at ${url} cannot be reached (${code}). Check that its container is running.`;
  return undefined;
}

function nativePort(url: string): string {
  return `${url} is not an HTTP port of ClickHouse; it may be the native one, 9000. Queries need the HTTP port, 8123 as a rule.`;
}

/** Of the error itself, or of the first address that was tried. */
function errorCode(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return errorCode(error.errors[0]);
  if (!(error instanceof Error) || !('code' in error)) return '';
  return typeof error.code === 'string' ? error.code : '';
}
