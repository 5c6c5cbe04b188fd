import { UserError } from '../core/userError';

/**
 * - `absent`: nothing is there to connect to. `down`: something is, but no engine answers.
 * - `forbidden`: this user may not use the socket. `unsupported`: an address that we cannot connect to.
 * - `conflict`: something else uses it, or it is in the wrong state. `refused`: any other no of the engine.
 */
export type DockerFailure =
  'absent' | 'down' | 'forbidden' | 'timeout' | 'unsupported' | 'not-found' | 'conflict' | 'refused';

/** A failure of the engine, in one sentence for the operator. */
export class DockerError extends UserError {
  constructor(
    readonly failure: DockerFailure,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }

  /** Whether the engine could not be asked at all, as against an answer that we did not want. */
  get isUnreachable(): boolean {
    return ['absent', 'down', 'forbidden', 'timeout', 'unsupported'].includes(this.failure);
  }
}

/** Turns what a request to the engine at `address` threw into a DockerError. Foreign errors come back as they are. */
export function toDockerError(error: unknown, address: string): unknown {
  if (error instanceof DockerError) return error;
  const cause = { cause: error };
  const code = field(error, 'code');
  switch (code) {
    case 'ENOENT':
      return new DockerError('absent', `Cannot reach Docker at ${address}. ${REMEDY}`, cause);
    case 'EACCES':
    case 'EPERM':
      return new DockerError(
        'forbidden',
        `This user may not use Docker at ${address}. Add the user to the "docker" group and log in again.`,
        cause,
      );
    case 'ECONNREFUSED':
    case 'ECONNRESET':
    case 'EPIPE':
    case 'ENOTFOUND':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ETIMEDOUT':
      return new DockerError('down', `Cannot reach Docker at ${address}. ${REMEDY}`, cause);
  }

  const tls = typeof code === 'string' ? tlsSentence(code, address) : undefined;
  if (tls !== undefined) return new DockerError('forbidden', tls, cause);

  const said = sentence(engineMessage(error));
  switch (field(error, 'statusCode')) {
    case undefined:
      return error;
    case 404:
      return new DockerError('not-found', `Docker does not find it: ${said}`, cause);
    case 409:
      return new DockerError('conflict', `Docker refuses: ${said}`, cause);
    default:
      return new DockerError('refused', `Docker refuses: ${said}`, cause);
  }
}

function tlsSentence(code: string, address: string): string | undefined {
  const files = 'in DOCKER_CERT_PATH, or of the Docker context';
  if (code.includes('_ALERT_'))
    return `Docker at ${address} refuses this machine's certificate. Check cert.pem and key.pem ${files}.`;
  if (code === 'EPROTO' || code === 'ERR_SSL_WRONG_VERSION_NUMBER')
    return `What answers at ${address} does not speak TLS as Docker does. Check the port, 2376 as a rule.`;
  if (/CERT|SELF_SIGNED|UNABLE_TO_/.test(code))
    return `The certificate of Docker at ${address} is not trusted (${code}). Check ca.pem ${files}.`;
  return undefined;
}

const REMEDY = 'Start Docker, or set DOCKER_HOST.';

// The engine's own message, without the client's wrapping "(HTTP code 409) unexpected - …".
function engineMessage(error: unknown): string {
  const body = field(error, 'json');
  const said = typeof body === 'object' ? field(body, 'message') : undefined;
  if (typeof said === 'string') return said;
  return error instanceof Error ? error.message.replace(/^\(HTTP code \d+\) [^-]* - /, '') : String(error);
}

function sentence(text: string): string {
  const trimmed = text.replace(/\s+/g, ' ').trim();
  return /[.!?]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (Reflect.get(value, name) as unknown) : undefined;
}
