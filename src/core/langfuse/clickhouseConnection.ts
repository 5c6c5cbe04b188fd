import type { ConnectionChoice } from '../clickhouse/connection';
import { authority, isEveryInterface } from '../compose/ports';
import type { ComposeProject, ComposeService } from '../compose/project';
import { Secret, reveal } from '../secret';
import { servicesOf } from './roles';

const HTTP_PORT = 8123;

/**
 * The stack's ClickHouse as seen from this machine: Langfuse's own credentials, at the address where the engine
 * publishes the service that CLICKHOUSE_URL names. A server outside the project is reached at that URL itself.
 */
export function stackConnection(project: ComposeProject): ConnectionChoice {
  const langfuse = servicesOf(project, 'web')[0] ?? servicesOf(project, 'worker')[0];
  const url = parseUrl(variable(langfuse, 'CLICKHOUSE_URL'));
  const service = (url && project.services.get(url.hostname)) ?? servicesOf(project, 'clickhouse')[0];
  const address =
    url !== undefined && isElsewhere(project, url) ? externalAddress(url) : publishedAddress(service, url);
  if (address.kind === 'none') return { kind: 'unavailable', message: address.message };
  return {
    kind: 'ready',
    connection: {
      url: address.url,
      user: variable(langfuse, 'CLICKHOUSE_USER') ?? variable(service, 'CLICKHOUSE_USER') ?? 'default',
      password: new Secret(
        variable(langfuse, 'CLICKHOUSE_PASSWORD') ?? variable(service, 'CLICKHOUSE_PASSWORD') ?? '',
      ),
      database: variable(langfuse, 'CLICKHOUSE_DB') ?? variable(service, 'CLICKHOUSE_DB') ?? 'default',
    },
  };
}

type Address =
  { readonly kind: 'found'; readonly url: string } | { readonly kind: 'none'; readonly message: string };

function publishedAddress(service: ComposeService | undefined, url: URL | undefined): Address {
  const none = (message: string): Address => ({ kind: 'none', message });
  if (service === undefined)
    return none(
      'This stack has no ClickHouse service. Set langfuseStack.clickhouse.url to the server to ask.',
    );
  const target = Number(url?.port) || HTTP_PORT;
  const port = service.ports.find((candidate) => candidate.protocol === 'tcp' && candidate.target === target);
  if (port === undefined)
    return none(
      `The service "${service.name}" does not publish port ${target}, so the notebook cannot reach it. Add "127.0.0.1:${target}:${target}" to its ports and run Up.`,
    );
  if (port.published === undefined)
    return none(
      `The service "${service.name}" publishes port ${target} at a port that changes with every start. Give it a fixed one, such as "127.0.0.1:${target}:${target}".`,
    );
  const host = isEveryInterface(port.hostIp) ? '127.0.0.1' : port.hostIp;
  return { kind: 'found', url: `http://${authority(host, port.published)}` };
}

function externalAddress(url: URL): Address {
  return { kind: 'found', url: url.origin };
}

/** Inside a container `localhost` is the container itself: it cannot mean a server elsewhere. */
function isElsewhere(project: ComposeProject, { hostname }: URL): boolean {
  return !project.services.has(hostname) && !/^(localhost|127\.|\[::1\])/.test(hostname);
}

function parseUrl(text: string | undefined): URL | undefined {
  if (text === undefined || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  return url.protocol === 'http:' || url.protocol === 'https:' ? url : undefined;
}

/** An empty value counts as absent, as Langfuse and the image treat it. */
function variable(service: ComposeService | undefined, name: string): string | undefined {
  const value = service?.environment.get(name)?.value;
  const text = value === undefined ? '' : reveal(value);
  return text === '' ? undefined : text;
}
