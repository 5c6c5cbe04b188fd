import type { ComposeProject, ComposeService } from '../../compose/project';
import type { Container } from '../container';
import { driftOf, needsNewContainer } from '../drift';
import type { Change, PlanFacts } from '../plan';
import { driftText } from '../serviceText';

/** What `up` does to the containers of the services: nothing is said of those that stay as they are. */
export function changesOfUp(
  services: readonly ComposeService[],
  { containers }: Pick<PlanFacts, 'containers'>,
): readonly Change[] {
  if (containers === undefined) return [];
  return services.flatMap((service): readonly Change[] => {
    const own = containers.filter((container) => container.service === service.name);
    const [first] = own;
    if (first === undefined) return [{ service: service.name, what: 'create', why: 'it has no container' }];
    const edited = own.map((container) => driftOf(service, container)).find(needsNewContainer);
    if (edited !== undefined)
      return [{ service: service.name, what: 'recreate', why: `edited since: ${driftText(edited)}` }];
    if (own.some(isDown)) return [{ service: service.name, what: 'start', why: `it is ${first.status}` }];
    return [];
  });
}

/** What becomes of services that get new containers whether they need them or not. */
export function changesOfRecreate(
  services: readonly ComposeService[],
  facts: Pick<PlanFacts, 'containers'>,
): readonly Change[] {
  const asked = ({ name }: ComposeService): Change => ({ service: name, what: 'recreate', why: 'as asked' });
  return services.map((service) => changesOfUp([service], facts)[0] ?? asked(service));
}

/** What `down` does: every container of the project goes, also those of services that the files do not have. */
export function changesOfDown({ services }: ComposeProject, { containers }: PlanFacts): readonly Change[] {
  const names = new Set((containers ?? []).map(({ service }) => service));
  return [...names].sort().map((service) => ({
    service,
    what: 'remove',
    why: services.has(service) ? 'as asked' : 'the compose file does not have it',
  }));
}

/** Whether a container runs, or is about to be started again by the engine. */
export function isAlive({ status }: Container): boolean {
  return status === 'running' || status === 'restarting' || status === 'paused';
}

function isDown({ status }: Container): boolean {
  return status === 'created' || status === 'exited' || status === 'dead' || status === 'paused';
}
