import { reveal } from '../secret';
import type { Location } from '../text';
import type { LoadProblem, PublishedPort } from './project';
import type { ComposeNode } from './tree';
import { child } from './tree';

/** A range of ports wider than this is a mistake; each port becomes an entry. */
const MAX_RANGE = 1024;
const SHORT = /^(?:(?:(\[[^\]]*\]|[^:[\]]*):)?(\d*(?:-\d+)?):)?(\d+(?:-\d+)?)(?:\/(\w+))?$/;

/** Whether a port is bound to every interface of the machine. Addresses have no brackets here. */
export function isEveryInterface(hostIp: string): boolean {
  return hostIp === '' || hostIp === '0.0.0.0' || hostIp === '::';
}

/** Whether an address is the machine's own, as only its programs reach it. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}

/** `host:port` as it stands in a URL. */
export function authority(host: string, port: number): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** Reads `ports` in short and long form; ranges become one entry per port. */
export function parsePorts(node: ComposeNode | undefined, problems: LoadProblem[]): readonly PublishedPort[] {
  const ports = new Map<string, PublishedPort>();
  for (const item of node?.kind === 'list' ? node.items : []) {
    for (const port of parsePort(item, problems)) {
      ports.set(`${port.hostIp || '0.0.0.0'}:${port.published ?? ''}:${port.target}/${port.protocol}`, port);
    }
  }
  return [...ports.values()];
}

function parsePort(item: ComposeNode, problems: LoadProblem[]): readonly PublishedPort[] {
  const text =
    item.kind === 'scalar'
      ? reveal(item.value)
      : `${field(item, 'host_ip')}:${field(item, 'published')}:${field(item, 'target')}/${field(item, 'protocol') || 'tcp'}`;
  const match = SHORT.exec(
    item.kind === 'scalar' ? text : text.replace(/^([0-9a-fA-F]*:[0-9a-fA-F:]*):(?=[^:]*:[^:]*$)/, '[$1]:'),
  );
  const [, hostIp = '', published = '', target = '', protocol = 'tcp'] = match ?? [];
  const targets = range(target);
  const hosts = published === '' ? undefined : range(published);
  const isPair =
    hosts === undefined || hosts.length === targets.length || (targets.length === 1 && hosts.length > 0);
  if (match === null || !isPair || targets.length === 0 || !isProtocol(protocol)) {
    const message = `Compose cannot read this port${item.kind === 'scalar' ? ` “${text}”` : ''} and refuses the file. Write it as "HOST:CONTAINER", such as "127.0.0.1:3000:3000".`;
    problems.push({ code: 'compose/invalid-port', message, ...item.origin });
    return [];
  }
  const port = (container: number, host: number | undefined, origin: Location): PublishedPort => ({
    hostIp: hostIp.replace(/^\[|\]$/g, ''),
    published: host,
    target: container,
    protocol,
    origin,
  });
  // One container port under a range of host ports: the engine picks a free one.
  if (hosts !== undefined && hosts.length !== targets.length) {
    return [port(targets[0] ?? 0, undefined, item.origin)];
  }
  return targets.map((container, index) => port(container, hosts?.[index], item.origin));
}

function isProtocol(text: string): text is PublishedPort['protocol'] {
  return text === 'tcp' || text === 'udp' || text === 'sctp';
}

function field(item: ComposeNode, key: string): string {
  const node = child(item, key);
  return node?.kind === 'scalar' ? reveal(node.value) : '';
}

/** `8000-8002` as its ports; empty when it is none. */
function range(text: string): readonly number[] {
  const [first = '', last = first] = text.split('-', 2);
  const [from, to] = [Number(first), Number(last)];
  if (first === '' || from > to || to > 65535 || to - from >= MAX_RANGE) return [];
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
