import type { ComposeProject, ComposeService } from '../../compose/project';
import type { Plan, PlanFacts } from '../plan';
import { changesOfUp } from './changes';
import { refusalsOfEngine, refusalsOfMigration, refusalsOfPorts } from './obstacles';
import { pullSteps, refusalsOfFiles, unpauseSteps } from './shared';

/** Start one service as the files say now, after everything that it depends on. */
export function planStart(project: ComposeProject, serviceName: string, facts: PlanFacts): Plan {
  const services = withDependencies(project, serviceName);
  const changes = changesOfUp(services, facts);
  return {
    operation: 'start',
    project: project.name,
    title: `Start ${serviceName}`,
    changes,
    steps: [
      ...pullSteps(services, facts),
      ...unpauseSteps(services, facts),
      {
        kind: 'compose',
        args: ['up', '--detach', serviceName],
        title:
          services.length > 1
            ? `Start ${serviceName}, after what it depends on`
            : `Start ${serviceName}, as the files say now`,
        ifStopped: `${serviceName} may run already. Nothing was lost; run Start Service again.`,
      },
      {
        kind: 'wait-healthy',
        services: [serviceName],
        title: `Wait until ${serviceName} is well`,
        ifStopped: `${serviceName} is started and keeps running.`,
      },
    ],
    lost: [],
    survives: [],
    warnings: [],
    refusals: [
      ...refusalsOfFiles(project),
      ...refusalsOfEngine(services, facts),
      ...refusalsOfMigration(changes, facts),
      ...refusalsOfPorts(services, facts),
      ...(services.length === 0
        ? [
            `The compose file has no service ${serviceName}, so it cannot be started. Down removes its container.`,
          ]
        : []),
    ],
    confirmation: undefined,
  };
}

/** The service and all that compose starts before it, each once; none when the files do not have it. */
function withDependencies(project: ComposeProject, serviceName: string): readonly ComposeService[] {
  const found = new Map<string, ComposeService>();
  const add = (name: string): void => {
    const service = project.services.get(name);
    if (service === undefined || found.has(name)) return;
    found.set(name, service);
    for (const dependency of service.dependsOn.keys()) add(dependency);
  };
  add(serviceName);
  return [...found.values()];
}
