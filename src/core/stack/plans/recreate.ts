import type { ComposeProject } from '../../compose/project';
import type { Plan, PlanFacts } from '../plan';
import { changesOfRecreate } from './changes';
import { refusalsOfEngine, refusalsOfMigration } from './obstacles';
import { refusalsOfFiles } from './shared';

/** Create the containers of one service anew from what the files say now. Its volumes stay; nothing else is touched. */
export function planRecreate(project: ComposeProject, serviceName: string, facts: PlanFacts): Plan {
  const service = project.services.get(serviceName);
  return {
    operation: 'recreate',
    project: project.name,
    title: `Create ${serviceName} anew`,
    changes: service === undefined ? [] : changesOfRecreate([service], facts),
    steps: [
      {
        kind: 'compose',
        args: ['up', '--detach', '--no-deps', '--force-recreate', serviceName],
        title: `Replace the container of ${serviceName} by one with what the files say now`,
        ifStopped: `${serviceName} may be stopped. Its data is where it was; run Up to start it.`,
      },
      {
        kind: 'wait-healthy',
        services: [serviceName],
        title: `Wait until ${serviceName} is well`,
        ifStopped: `The new container of ${serviceName} is started and keeps running.`,
      },
    ],
    lost: [],
    survives: [`The data of ${serviceName}, in its volumes. Other services keep running.`],
    warnings: [],
    refusals: [
      ...refusalsOfFiles(project),
      ...refusalsOfEngine(service === undefined ? [] : [service], facts),
      ...refusalsOfMigration([{ service: serviceName, what: 'recreate' }], facts),
      ...(service === undefined
        ? [`The compose file has no service ${serviceName}. Down removes its container.`]
        : []),
    ],
    confirmation: undefined,
  };
}
