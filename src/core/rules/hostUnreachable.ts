import type { ComposeService, ContainerVariable } from '../compose/project';
import type { Fix } from '../diagnostic';
import type { Role } from '../langfuse/roles';
import { roleOf } from '../langfuse/roles';
import { reveal } from '../secret';
import type { Location } from '../text';
import { fixOf, replaceAt } from './edits';
import { oncePerStack } from './oncePerStack';
import { decidingPlace, read, readText, textOf } from './reading';
import type { Finding } from './rule';
import type { StackContext } from './stackContext';

/** Addresses that Langfuse's own containers connect to, all of one kind of server. */
export interface Addresses {
  readonly role: Role;
  /** As a message calls the server. */
  readonly server: string;
  /** Variables that hold a URL. */
  readonly urls: readonly string[];
  /** Variables that hold a host name alone. */
  readonly hosts: readonly string[];
  /** The variable with the port that goes with the host name. */
  readonly port?: string;
}

/**
 * Finds addresses that no container can reach: its own loopback, names that nothing in the project has, and ports under
 * which only the machine outside knows a server.
 */
export function* unreachableHosts(stack: StackContext, addresses: Addresses): Iterable<Finding> {
  for (const service of stack.langfuseServices) {
    // With the host's network, loopback is the machine and names are resolved outside the project.
    if (service.networkMode !== undefined) continue;
    for (const name of [...addresses.urls, ...addresses.hosts]) {
      const reading = read(stack, service, name);
      if (reading.kind !== 'known') continue;
      const host = addresses.hosts.includes(name) ? reading.text : hostOf(reading.text);
      const problem = host === undefined ? undefined : describe(stack, host, addresses);
      if (host === undefined) continue;
      if (problem === undefined) {
        yield* outsidePort(stack, service, host, reading.variable, addresses);
        continue;
      }
      const place = decidingPlace(stack, reading.variable);
      const target = onlyService(stack, addresses.role);
      const advice =
        target === undefined ? `Name the service that runs ${addresses.server}.` : `Use "${target.name}".`;
      yield {
        at: place,
        message: `${problem}, so ${service.name} cannot reach ${addresses.server} by ${name}. ${advice}`,
        fixes: target === undefined ? [] : replaceHost(stack, place, host, target.name),
      };
    }
  }
}

function describe(stack: StackContext, host: string, { server }: Addresses): string | undefined {
  if (isLoopback(host)) return `Inside a container "${host}" is the container itself, not ${server}`;
  return isUnknownName(stack, host) ? `Nothing in this stack is called "${host}"` : undefined;
}

function* outsidePort(
  stack: StackContext,
  service: ComposeService,
  host: string,
  variable: ContainerVariable,
  { role, port: portName, hosts }: Addresses,
): Iterable<Finding> {
  const server = stack.project.services.get(host);
  if (server === undefined || roleOf(server) !== role) return;
  const isHostAlone = hosts.includes(variable.name);
  const decisive = isHostAlone ? service.environment.get(portName ?? '') : variable;
  const text = decisive && readText(stack, service, decisive.name);
  const used = isHostAlone ? text : PORT.exec(text ?? '')?.[2];
  const inside = used === undefined ? undefined : containerPort(server, Number(used));
  if (decisive === undefined || used === undefined || inside === undefined) return;
  const at = decidingPlace(stack, decisive);
  const written = textOf(stack, at);
  const fixed = isHostAlone
    ? written.replace(used, String(inside))
    : written.replace(PORT, (_, before: string) => `${before}${inside}`);
  yield {
    at,
    message: `Port ${used} of ${host} is for the machine outside; containers reach it at port ${inside}, so ${service.name} does not. Write ${inside}.`,
    fixes: fixed === written ? [] : fixOf(`Write port ${inside}`, [replaceAt(at, fixed)]),
  };
}

const PORT = /^(["']?[a-z][a-z0-9+.-]*:\/\/(?:[^@/]*@)?[^:/?#@]+:)(\d+)/i;

/** The port that a server listens on, when the one given is only published for it. */
function containerPort({ ports, command, entrypoint }: ComposeService, used: number): number | undefined {
  const tcp = ports.filter(({ protocol }) => protocol === 'tcp');
  const words = [...(command?.value ?? []), ...(entrypoint?.value ?? [])].map(reveal).join(' ');
  // What its command names it may listen on as well.
  if (tcp.some(({ target }) => target === used) || words.includes(String(used))) return undefined;
  return tcp.find(({ published }) => published === used)?.target;
}

function isLoopback(host: string): boolean {
  return /^(?:localhost|127(?:\.\d+){3}|0\.0\.0\.0|\[::1\]|::1)$/i.test(host);
}

// A name without a dot is one of this project's own, unless an alias, a host entry or a network shared with other
// projects may provide it. Those are looked for in the text: any mention or any shared network means silence.
function isUnknownName(stack: StackContext, host: string): boolean {
  if (!stack.isComplete || !/^[a-z0-9][a-z0-9_-]*$/i.test(host) || stack.project.services.has(host))
    return false;
  return mentionedNames(stack)?.has(host) === false;
}

/** Words of the compose files that may name a host; undefined where names may come from outside the project. */
const mentionedNames = oncePerStack((stack): ReadonlySet<string> | undefined => {
  const names = new Set<string>();
  for (const path of stack.project.composeFiles) {
    const text = withoutAddresses(stack.texts.get(path) ?? '');
    if (/^\s*(?:external|network_mode|extra_hosts|external_links)\s*:/m.test(text)) return undefined;
    for (const [word] of text.matchAll(/[^\s"'[\],{}:]+/g)) {
      names.add(word);
      for (let dash = word.indexOf('-'); dash >= 0; dash = word.indexOf('-', dash + 1))
        names.add(word.slice(dash + 1));
    }
  }
  return names;
});

// The address itself, in whatever variable, is no mention.
function withoutAddresses(text: string): string {
  return text
    .replace(/[a-z]+:\/\/[^\s"']+/gi, '')
    .replace(/^\s*-?\s*["']?\w*_HOST(?:NAME)?["']?\s*[:=].*$/gm, '')
    .replace(/#.*$/gm, '');
}

function hostOf(url: string): string | undefined {
  return /^[a-z][a-z0-9+.-]*:\/\/(?:[^@/]*@)?(\[[0-9a-f:]+\]|[^:/?#]+)/i.exec(url)?.[1];
}

function onlyService(stack: StackContext, role: Role): ComposeService | undefined {
  const services = stack.services(role);
  return services.length === 1 ? services[0] : undefined;
}

function replaceHost(stack: StackContext, place: Location, host: string, name: string): readonly Fix[] {
  const written = textOf(stack, place);
  // Behind the scheme and the credentials; a host that is put together from variables is not found.
  const match = /^["']?(?:[a-z][a-z0-9+.-]*:\/\/(?:[^@/]*@)?)?/i.exec(written);
  const at = match?.[0].length ?? 0;
  if (!written.startsWith(host, at)) return [];
  const start = place.span.start + at;
  const span = { start, end: start + host.length };
  return fixOf(`Use "${name}"`, [replaceAt({ path: place.path, span }, name)]);
}
