import type { ComposeProject } from '../../compose/project';
import { listed } from '../../listed';
import type { Plan, PlanFacts } from '../plan';
import { isAlive } from './changes';
import { warningsOfMigration } from './obstacles';

/** Stop the containers of one service and keep them. The engine does that, so the files need not even load. */
export function planStop(project: ComposeProject, serviceName: string, facts: PlanFacts): Plan {
  const running = namesOfRunning(facts);
  const dependents = dependentsOf(project, serviceName).filter((name) => running.has(name));
  return {
    operation: 'stop',
    project: project.name,
    title: `Stop ${serviceName}`,
    changes: running.has(serviceName) ? [{ service: serviceName, what: 'stop', why: 'as asked' }] : [],
    steps: [
      {
        kind: 'stop-service',
        service: serviceName,
        title: `Stop ${serviceName}, after its grace period`,
        ifStopped: `${serviceName} may be stopping still. Its row shows how it stands.`,
      },
    ],
    lost: [],
    survives: [`The container of ${serviceName} and its data. Start Service starts it again.`],
    warnings: [
      ...warningsOfMigration([serviceName], facts),
      ...(dependents.length === 0
        ? []
        : [
            `${listed(dependents)} ${dependents.length === 1 ? 'depends' : 'depend'} on ${serviceName} and will fail until it runs again.`,
          ]),
    ],
    refusals:
      facts.containers === undefined || running.has(serviceName)
        ? []
        : [`No container of ${serviceName} runs, so there is nothing to stop.`],
    confirmation: undefined,
  };
}

function namesOfRunning({ containers }: PlanFacts): ReadonlySet<string> {
  return new Set((containers ?? []).filter(isAlive).map(({ service }) => service));
}

/** In file order: every service that depends on this one, also by way of others. */
function dependentsOf({ services }: ComposeProject, serviceName: string): readonly string[] {
  const found = new Set([serviceName]);
  // Found ones are added while iterating, so what depends on them is found as well.
  for (const name of found)
    for (const service of services.values()) if (service.dependsOn.has(name)) found.add(service.name);
  found.delete(serviceName);
  return [...services.keys()].filter((name) => found.has(name));
}
