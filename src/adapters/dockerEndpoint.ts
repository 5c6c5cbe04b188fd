import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DockerError } from './dockerError';

/** Where the engine listens. */
export type DockerEndpoint = SocketEndpoint | TcpEndpoint;

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
  readonly tls: TlsFiles | undefined;
}

export interface TlsFiles {
  readonly ca: Buffer;
  readonly cert: Buffer;
  readonly key: Buffer;
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
    const certificates = environment['DOCKER_CERT_PATH'] || configFolder;
    return parseAddress(host, () => (environment['DOCKER_TLS_VERIFY'] ? readTls(certificates) : noTls()));
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
  loadTls: () => Promise<TlsFiles | undefined>,
): Promise<DockerEndpoint> {
  const unsupported = new DockerError(
    'unsupported',
    `Langfuse Stack cannot connect to Docker at ${address}. Set DOCKER_HOST to a unix:// or tcp:// address.`,
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
    default:
      throw unsupported;
  }
}

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
  const tlsFolder = join(configFolder, 'contexts', 'tls', id, 'docker');
  return parseAddress(host, () => readTls(tlsFolder).catch(whenMissing));
}

async function readTls(folder: string): Promise<TlsFiles> {
  const [ca, cert, key] = await Promise.all(
    ['ca.pem', 'cert.pem', 'key.pem'].map((name) => readFile(join(folder, name))),
  );
  if (ca === undefined || cert === undefined || key === undefined)
    throw new TypeError('Three files were read.');
  return { ca, cert, key };
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
  let current = value;
  for (const key of path) {
    if (typeof current !== 'object' || current === null) return undefined;
    current = new Map<string, unknown>(Object.entries(current)).get(key);
  }
  return typeof current === 'string' && current !== '' ? current : undefined;
}
