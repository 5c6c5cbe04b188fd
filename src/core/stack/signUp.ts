import type { ComposeProject, ComposeService } from '../compose/project';
import { servicesOf } from '../langfuse/roles';
import type { Environment } from '../probe/consumer';
import { reveal } from '../secret';
import type { Container } from './container';

/**
 * Who can make an account: everybody who reaches web, whom a sign-in provider lets through, or nobody. Domains that must
 * use a provider (AUTH_DOMAINS_WITH_SSO_ENFORCEMENT) leave every other domain free to sign up.
 */
export type Door = 'open' | 'provider' | 'closed';

export interface SignUpStatus {
  /** The service that reads the setting. */
  readonly web: string;
  /** Of what runs now; undefined while nothing does. */
  readonly running: Door | undefined;
  /** Of what the next start will run; undefined when the files do not load. */
  readonly files: Door | undefined;
}

export const SIGN_UP_SETTING = 'AUTH_DISABLE_SIGNUP';

/** What an operator can have. */
export type WantedDoor = 'open' | 'closed';

/** Who wants it open is served by a provider as well: the setting does not keep anybody out then. */
export function isDoor(door: Door | undefined, wanted: WantedDoor): boolean {
  return wanted === 'closed' ? door === 'closed' : door === 'open' || door === 'provider';
}

/** How sign-up stands, where several services run web at the one that lets most people in. Undefined without web. */
export function signUpStatus(
  project: ComposeProject,
  containers: readonly Container[],
): SignUpStatus | undefined {
  const services = servicesOf(project, 'web');
  const [web] = services;
  if (web === undefined) return undefined;
  const names = services.map(({ name }) => name);
  const running = containers.filter(({ service, status }) => status === 'running' && names.includes(service));
  return {
    web: web.name,
    running: widest(running.map(({ environment }) => doorOf(environment))),
    files: project.problems.length > 0 ? undefined : widest(services.map(doorInFiles)),
  };
}

/** What the containers of a service will be given. */
export function doorInFiles({ environment }: ComposeService): Door {
  return doorOf(new Map([...environment.values()].map(({ name, value }) => [name, value])));
}

// The words are exact: with any other than `true` and `false` web does not start.
export function doorOf(environment: Environment): Door {
  const isTrue = (name: string): boolean => reveal(environment.get(name) ?? '') === 'true';
  if (isTrue(SIGN_UP_SETTING)) return 'closed';
  if (!isTrue('AUTH_DISABLE_USERNAME_PASSWORD')) return 'open';
  const hasProvider = [...environment].some(
    ([name, value]) => /^AUTH_\w+_CLIENT_ID$/.test(name) && reveal(value) !== '',
  );
  return hasProvider ? 'provider' : 'closed';
}

function widest(doors: readonly Door[]): Door | undefined {
  const order: readonly Door[] = ['open', 'provider', 'closed'];
  return order.find((door) => doors.includes(door));
}
