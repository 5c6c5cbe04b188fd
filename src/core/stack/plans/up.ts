import type { ComposeProject } from '../../compose/project';
import type { Plan, PlanFacts } from '../plan';
import { changesOfUp } from './changes';
import { refusalsOfEngine, refusalsOfMigration, refusalsOfPorts } from './obstacles';
import { activeServices, pullSteps, refusalsOfFiles, unpauseSteps } from './shared';

/** Create and start what is declared, then look whether it works. */
export function planUp(project: ComposeProject, facts: PlanFacts): Plan {
  const services = activeServices(project).map(({ name }) => name);
  const changes = changesOfUp(activeServices(project), facts);
  return {
    operation: 'up',
    project: project.name,
    title: `Start ${project.name}`,
    changes,
    steps: [
      ...pullSteps(activeServices(project), facts),
      ...unpauseSteps(activeServices(project), facts),
      {
        kind: 'compose',
        args: ['up', '--detach'],
        title: 'Create the containers that are missing or were edited, and start them',
        ifStopped: 'Some containers may run already. Nothing was lost; running Up again goes on from here.',
      },
      {
        kind: 'wait-healthy',
        services,
        title: 'Wait until every service is well',
        ifStopped: 'The containers are started and keep running.',
      },
      {
        kind: 'probe',
        layers: [1, 2, 3, 4],
        title: 'Probe the stack from outside',
        ifStopped: 'The stack is up, but not all of it answers as it should.',
      },
    ],
    lost: [],
    survives: [],
    warnings: [],
    refusals: [
      ...refusalsOfFiles(project),
      ...refusalsOfEngine(activeServices(project), facts),
      ...refusalsOfMigration(changes, facts),
      ...refusalsOfPorts(activeServices(project), facts),
    ],
    confirmation: undefined,
  };
}
