import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DockerError } from './dockerError';

/** Where the engine listens. */
export type DockerEndpoint = SocketEndpoint | TcpEndpoint | SshEndpoint;

export interface SocketEndpoint {
  readonly kind: 'socket';
  /** As an operator would write it into DOCKER_HOST. */
  readonly address: string;
  /** Of a Unix socket or a Windows named pipe. */
  readonly path: string;
}

export interface TcpEndpoint {
  readonly kind: 'tcp';
  readonly address: string;
  readonly host: string;
  readonly port: number;
  /** Undefined for plain HTTP. */
  readonly tls: Tls | undefined;
}

/** Reached through the docker command, which runs SSH. */
export interface SshEndpoint {
  readonly kind: 'ssh';
  readonly address: string;
  /** As SSH knows it: its configuration may give it another name. */
  readonly host: string;
}

export interface Tls {
  /** Undefined: the system's own authorities. */
  readonly ca: Buffer | undefined;
  /** Undefined for an engine that does not ask who connects. */
  readonly cert: Buffer | undefined;
  readonly key: Buffer | undefined;
  /** False where the operator has told Docker not to verify who answers. */
  readonly isVerified: boolean;
}

export interface EndpointSources {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly homeFolder: string;
  readonly platform: NodeJS.Platform;
}

/**
 * Finds the engine as the docker command does: DOCKER_HOST, then DOCKER_CONTEXT, then the current context of its
 * configuration, then the default socket. Throws a DockerError for an address that we cannot connect to.
 */
export async function findEndpoint(sources: EndpointSources): Promise<DockerEndpoint> {
  const { environment, homeFolder, platform } = sources;
  const configFolder = environment['DOCKER_CONFIG'] || join(homeFolder, '.docker');

  const host = environment['DOCKER_HOST'];
  if (host) {
    return parseAddress(host, () => tlsOfEnvironment(environment, configFolder));
  }
  const context = environment['DOCKER_CONTEXT'] || (await currentContext(configFolder));
  if (context !== undefined && context !== 'default') return contextEndpoint(configFolder, context);
  return parseAddress(
    platform === 'win32' ? 'npipe:////./pipe/docker_engine' : 'unix:///var/run/docker.sock',
    noTls,
  );
}

async function parseAddress(
  address: string,
  loadTls: () => Promise<Tls | undefined>,
): Promise<DockerEndpoint> {
  const unsupported = new DockerError(
    'unsupported',
    `Langfuse Stack cannot connect to Docker at ${address}. Set DOCKER_HOST to a unix://, tcp:// or ssh:// address.`,
  );
  const scheme = /^([a-z]+):\/\//.exec(address)?.[1] ?? 'tcp';
  const rest = address.replace(/^[a-z]+:\/\//, '');
  switch (scheme) {
    case 'unix':
    case 'npipe':
      if (rest === '') throw unsupported;
      return { kind: 'socket', address, path: rest };
    case 'tcp':
    case 'http':
    case 'https': {
      if (!URL.canParse(`http://${rest}`)) throw unsupported;
      const { hostname, port } = new URL(`http://${rest}`);
      const tls = await loadTls();
      const defaultPort = tls === undefined ? 2375 : 2376;
      // An IPv6 host keeps its brackets in a URL, and must not have them in a connection.
      const host = hostname.replace(/^\[(.*)\]$/, '$1');
      return { kind: 'tcp', address, host, port: port === '' ? defaultPort : Number(port), tls };
    }
    case 'ssh': {
      if (!URL.canParse(address)) throw unsupported;
      const { hostname, password } = new URL(address);
      if (hostname === '') throw unsupported;
      if (password !== '') throw new DockerError('unsupported', PASSWORD_IN_ADDRESS);
      return { kind: 'ssh', address, host: hostname };
    }
    default:
      throw unsupported;
  }
}

const PASSWORD_IN_ADDRESS =
  'The SSH address of Docker holds a password, which Docker refuses. Take it out, and use a key.';

async function currentContext(configFolder: string): Promise<string | undefined> {
  const config = await readJson(join(configFolder, 'config.json'));
  return stringAt(config, ['currentContext']);
}

async function contextEndpoint(configFolder: string, context: string): Promise<DockerEndpoint> {
  const id = createHash('sha256').update(context).digest('hex');
  const meta = await readJson(join(configFolder, 'contexts', 'meta', id, 'meta.json'));
  const host = stringAt(meta, ['Endpoints', 'docker', 'Host']);
  if (host === undefined) {
    throw new DockerError(
      'unsupported',
      `The Docker context "${context}" does not exist. Choose one with "docker context use".`,
    );
  }
  const skipsVerification = valueAt(meta, ['Endpoints', 'docker', 'SkipTLSVerify']) === true;
  return parseAddress(host, async () => {
    const tls = await readTls(join(configFolder, 'contexts', 'tls', id, 'docker'), !skipsVerification);
    const hasMaterial = tls.ca !== undefined || tls.cert !== undefined || tls.key !== undefined;
    return hasMaterial || skipsVerification ? tls : undefined;
  });
}

async function tlsOfEnvironment(
  environment: EndpointSources['environment'],
  configFolder: string,
): Promise<Tls | undefined> {
  const isVerified = Boolean(environment['DOCKER_TLS_VERIFY']);
  if (!isVerified && !environment['DOCKER_TLS']) return undefined;
  const folder = environment['DOCKER_CERT_PATH'] || configFolder;
  const tls = await readTls(folder, isVerified);
  if (isVerified && tls.ca === undefined) {
    throw new DockerError(
      'unsupported',
      `DOCKER_TLS_VERIFY is set, but there is no ca.pem in ${folder}. Set DOCKER_CERT_PATH to its folder.`,
    );
  }
  return tls;
}

async function readTls(folder: string, isVerified: boolean): Promise<Tls> {
  const read = (name: string): Promise<Buffer | undefined> => readFile(join(folder, name)).catch(whenMissing);
  try {
    const [ca, cert, key] = await Promise.all([read('ca.pem'), read('cert.pem'), read('key.pem')]);
    return { ca, cert, key, isVerified };
  } catch (error) {
    throw new DockerError(
      'forbidden',
      `The certificates for Docker in ${folder} cannot be read. Check their permissions.`,
      { cause: error },
    );
  }
}

function noTls(): Promise<undefined> {
  return Promise.resolve(undefined);
}

/** Undefined when the file is missing or no JSON: then the docker command falls back to its defaults as well. */
async function readJson(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch(whenMissing);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function whenMissing(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
  throw error;
}

function stringAt(value: unknown, path: readonly string[]): string | undefined {
  const found = valueAt(value, path);
  return typeof found === 'string' && found !== '' ? found : undefined;
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  let current = value;
  for (const key of path) {
    if (typeof current !== 'object' || current === null) return undefined;
    current = new Map<string, unknown>(Object.entries(current)).get(key);
  }
  return current;
}
