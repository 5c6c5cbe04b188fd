import type { ComposeService } from '../../compose/project';
import { isEveryInterface } from '../../compose/ports';
import type { Fix } from '../../diagnostic';
import type { Location } from '../../text';
import { fixOf, inFile, replaceValue } from '../edits';
import { oncePerStack } from '../oncePerStack';
import { decidingPlace, isMissing, readText, textOf } from '../reading';
import type { Finding, Rule } from '../rule';
import type { StackContext } from '../stackContext';

const NAME = 'NEXTAUTH_URL';
const WEB_PORT = 3000;

export const nextauthUrl: Rule = {
  code: 'langfuse/nextauth-url',
  severity: 'warning',
  summary: 'NEXTAUTH_URL is not the address under which browsers reach Langfuse.',
  explanation:
    "Browsers are sent to `NEXTAUTH_URL` after every sign-in, and mails link to it. It must be the address that users type, with the port that the compose file publishes for container port 3000, and without a path, unless the image was built with a base path. `http://localhost:3000` is right only for a browser on the same machine: from elsewhere the page opens, and signing in ends on the other machine's own `localhost`. Without a published port, nobody reaches it at all.",
  *check(stack) {
    for (const service of stack.services('web')) {
      const text = readText(stack, service, NAME);
      const variable = service.environment.get(NAME);
      if (text === undefined || variable === undefined || !/^https?:\/\//.test(text) || !URL.canParse(text))
        continue;
      const place = decidingPlace(stack, variable);
      const url = new URL(text);
      yield* [pathFinding, serviceFinding, loopbackFinding].flatMap(
        (look) => look(stack, service, url, place) ?? [],
      );
    }
  },
};

function pathFinding(
  stack: StackContext,
  service: ComposeService,
  url: URL,
  at: Location,
): Finding | undefined {
  // An image that was built for a path says so to its container as well.
  if (/^\/?(?:api\/auth\/?)?$/.test(url.pathname) || !isMissing(stack, service, 'NEXT_PUBLIC_BASE_PATH'))
    return undefined;
  return {
    at,
    message: `Langfuse serves no path "${url.pathname}" unless its image was built for it, so signing in ends on a page that is not there. End ${NAME} behind the host and the port.`,
    fixes: rewrite(stack, at, url, url.origin),
  };
}

function serviceFinding(
  stack: StackContext,
  service: ComposeService,
  url: URL,
  at: Location,
): Finding | undefined {
  if (!stack.project.services.has(url.hostname)) return undefined;
  return {
    at,
    message: `Only containers know "${url.hostname}", so browsers that sign in end nowhere. Write the address that users type.`,
    fixes: publishedPorts(service).flatMap((port) =>
      rewrite(stack, at, url, `http://localhost:${port}`, 'offered'),
    ),
  };
}

function loopbackFinding(
  stack: StackContext,
  service: ComposeService,
  url: URL,
  at: Location,
): Finding | undefined {
  if (!/^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(url.hostname) || url.protocol !== 'http:')
    return undefined;
  if (service.networkMode !== undefined || !isMissing(stack, service, 'PORT')) return undefined;
  const wanted = Number(url.port === '' ? '80' : url.port);
  const published = publishedPorts(service);
  if (published.includes(wanted)) {
    const isPublic = service.ports.some((port) => port.published === wanted && isEveryInterface(port.hostIp));
    return isPublic
      ? {
          at,
          severity: 'info',
          message: `Other machines can open port ${wanted}, and signing in sends their browsers to "${url.hostname}", which is themselves. Write the address that users type, or publish the port on 127.0.0.1.`,
        }
      : undefined;
  }
  if (mayBeServedByOthers(stack, service, wanted)) return undefined;
  const [port] = published;
  // Of several, one may be meant for something else.
  if (port === undefined && stack.services('web')[0] !== service) return undefined;
  return port === undefined
    ? {
        at,
        message: `${service.name} publishes no port, so nothing answers at ${url.origin}. Publish port ${wanted}.`,
        fixes: publish(stack, service, wanted),
      }
    : {
        at,
        message: `${service.name} is published on port ${port}, so ${url.origin} leads nowhere unless a proxy or a tunnel of your own answers there. Write that port here.`,
        fixes: rewrite(stack, at, url, `http://${url.hostname}:${port}`),
      };
}

/** The ports of the machine that lead to the interface, as far as they are fixed. */
function publishedPorts({ ports }: ComposeService): readonly number[] {
  return ports
    .filter(({ target, protocol }) => target === WEB_PORT && protocol === 'tcp')
    .flatMap(({ published }) => published ?? []);
}

// Another service may stand in front, in this project or in one that shares a network; and a port may be the engine's choice.
function mayBeServedByOthers(stack: StackContext, service: ComposeService, wanted: number): boolean {
  return (
    !stack.isComplete ||
    service.ports.some(({ published }) => published === undefined) ||
    publishedByAny(stack).has(wanted) ||
    sharesNetworks(stack)
  );
}

const publishedByAny = oncePerStack(
  (stack: StackContext): ReadonlySet<number | undefined> =>
    new Set(
      [...stack.project.services.values()].flatMap(({ ports }) => ports.map(({ published }) => published)),
    ),
);

const sharesNetworks = oncePerStack((stack: StackContext): boolean =>
  stack.project.composeFiles.some((path) => /^\s*external\s*:/m.test(stack.texts.get(path) ?? '')),
);

function publish(stack: StackContext, { origin }: ComposeService, port: number): readonly Fix[] {
  const item = `127.0.0.1:${port}:${WEB_PORT}`;
  const edit = stack.yamlFile(origin.path)?.insertItem(origin.span.start, 'ports', item);
  return fixOf(`Publish port ${port} on this machine`, [inFile(origin.path, [edit])]);
}

/** Nothing where the address is put together from variables. */
function rewrite(
  stack: StackContext,
  place: Location,
  url: URL,
  address: string,
  preference: 'preferred' | 'offered' = 'preferred',
): readonly Fix[] {
  const written = textOf(stack, place).replace(/^(["'])(.*)\1$/s, '$2');
  if (!URL.canParse(written) || new URL(written).href !== url.href) return [];
  return fixOf(`Write ${address}`, [replaceValue(stack, place, address)], preference);
}
