import type { ClickHouseConnection, ConnectionChoice } from '../clickhouse/connection';
import { authority, isEveryInterface } from '../compose/ports';
import type { ComposeProject, ComposeService } from '../compose/project';
import { Secret, reveal } from '../secret';
import { servicesOf } from './roles';
import { tunnelToClickHouse } from './tunnels';

const HTTP_PORT = 8123;

/**
 * The stack's ClickHouse as seen from this machine: Langfuse's own credentials, at the address where the engine
 * publishes the service that CLICKHOUSE_URL names, else through a container. A server outside the project is reached
 * at that URL itself. `whyNotPublished` says why published ports will not do, as the second half of a sentence.
 */
export function stackConnection(project: ComposeProject, whyNotPublished?: string): ConnectionChoice {
  const langfuse = servicesOf(project, 'web')[0] ?? servicesOf(project, 'worker')[0];
  const url = parseUrl(variable(langfuse, 'CLICKHOUSE_URL'));
  const service = (url && project.services.get(url.hostname)) ?? servicesOf(project, 'clickhouse')[0];
  const address =
    url !== undefined && isElsewhere(project, url)
      ? { url: url.origin, tunnel: undefined }
      : service && addressOf(project, service, Number(url?.port) || HTTP_PORT, whyNotPublished);
  if (address === undefined)
    return {
      kind: 'unavailable',
      message: 'This stack has no ClickHouse service. Set langfuseStack.clickhouse.url to the server to ask.',
    };
  return {
    kind: 'ready',
    connection: {
      ...address,
      user: variable(langfuse, 'CLICKHOUSE_USER') ?? variable(service, 'CLICKHOUSE_USER') ?? 'default',
      password: new Secret(
        variable(langfuse, 'CLICKHOUSE_PASSWORD') ?? variable(service, 'CLICKHOUSE_PASSWORD') ?? '',
      ),
      database: variable(langfuse, 'CLICKHOUSE_DB') ?? variable(service, 'CLICKHOUSE_DB') ?? 'default',
    },
  };
}

function addressOf(
  project: ComposeProject,
  service: ComposeService,
  target: number,
  whyNotPublished: string | undefined,
): Pick<ClickHouseConnection, 'url' | 'tunnel'> {
  const port = service.ports.find((candidate) => candidate.protocol === 'tcp' && candidate.target === target);
  if (port?.published !== undefined && whyNotPublished === undefined) {
    const host = isEveryInterface(port.hostIp) ? '127.0.0.1' : port.hostIp;
    return { url: `http://${authority(host, port.published)}`, tunnel: undefined };
  }
  const reason =
    whyNotPublished ??
    (port === undefined
      ? `${service.name} does not publish port ${target}`
      : `the port at which ${service.name} publishes ${target} changes with every start`);
  return {
    url: `http://${authority(service.name, target)}`,
    tunnel: tunnelToClickHouse(project, { service: service.name, port: target }, reason),
  };
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
