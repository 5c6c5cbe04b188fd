import { isEveryInterface } from '../../compose/ports';
import type { ComposeService } from '../../compose/project';
import { listed } from '../../listed';
import { describeComposeFailure } from '../composeFailure';
import type { Change, PlanFacts } from '../plan';

/** Ports that the services need from the host and do not have yet. One on a single address may be free there. */
export function wantedPorts(
  services: readonly ComposeService[],
  { containers }: Pick<PlanFacts, 'containers'>,
): readonly { readonly port: number; readonly service: string }[] {
  const running = new Set(
    containers?.filter(({ status }) => status === 'running').map(({ service }) => service),
  );
  return services
    .filter(({ name }) => !running.has(name))
    .flatMap(({ name: service, ports }) =>
      ports.flatMap(({ hostIp, published, protocol }) =>
        published !== undefined && protocol === 'tcp' && isEveryInterface(hostIp)
          ? [{ port: published, service }]
          : [],
      ),
    );
}

/** Compose would create half of the stack and then fail. */
export function refusalsOfPorts(services: readonly ComposeService[], facts: PlanFacts): readonly string[] {
  return wantedPorts(services, facts).flatMap(({ port, service: wantedBy }) => {
    const holder = facts.takenPorts.get(port);
    return holder === undefined
      ? []
      : [describeComposeFailure({ kind: 'port-taken', port }, { holder, wantedBy })];
  });
}

/** Compose would create half of the stack before it comes to such a service. */
export function refusalsOfEngine(
  services: readonly ComposeService[],
  { engineApi }: PlanFacts,
): readonly string[] {
  if (engineApi === undefined || !isApiBefore(engineApi, API_OF_25)) return [];
  const names = services.filter(({ startInterval }) => startInterval !== undefined).map(({ name }) => name);
  const failure = {
    kind: 'engine-too-old',
    feature: 'healthcheck.start_interval',
    needs: 'Docker Engine 25',
  } as const;
  return names.length === 0 ? [] : [`${listed(names)}: ${describeComposeFailure(failure)}`];
}

/** That of Docker Engine 25, in parts. */
const API_OF_25 = [1, 44] as const;

function isApiBefore(api: string, [major, minor]: readonly [number, number]): boolean {
  const [ownMajor = 0, ownMinor = 0] = api.split('.').map(Number);
  return ownMajor < major || (ownMajor === major && ownMinor < minor);
}

/** A migration of ClickHouse that is interrupted stays dirty, and Langfuse does not start again before it is repaired. */
export function refusalsOfMigration(
  changes: readonly Pick<Change, 'service' | 'what'>[],
  { migrating }: PlanFacts,
): readonly string[] {
  const interrupted = migrating.filter((name) =>
    changes.some(({ service, what }) => service === name && what === 'recreate'),
  );
  return interrupted.length === 0
    ? []
    : [`${migrationText(interrupted)} Wait until it is well, then try again.`];
}

/** For plans that an operator may need in spite of a migration. */
export function warningsOfMigration(stopped: readonly string[], { migrating }: PlanFacts): readonly string[] {
  const interrupted = migrating.filter((name) => stopped.includes(name));
  return interrupted.length === 0 ? [] : [migrationText(interrupted)];
}

function migrationText(names: readonly string[]): string {
  const verb = names.length === 1 ? 'migrates' : 'migrate';
  return `${listed(names)} ${verb} a database right now; one that is interrupted has to be repaired by hand.`;
}
