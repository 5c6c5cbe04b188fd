import type { ComposeProject } from '../../compose/project';
import type { Plan, PlanFacts, Step } from '../plan';
import { changesOfUp } from './changes';
import { activeServices, listed, refusalsOfFiles } from './shared';

/** Create and start what is declared, then look whether it works. */
export function planUp(project: ComposeProject, facts: PlanFacts): Plan {
  const services = activeServices(project).map(({ name }) => name);
  return {
    operation: 'up',
    project: project.name,
    title: `Start ${project.name}`,
    changes: changesOfUp(activeServices(project), facts),
    steps: [
      ...unpauseSteps(project, facts),
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
    refusals: refusalsOfFiles(project),
    confirmation: undefined,
  };
}

/** `up` fails on a paused container instead of letting it go on. */
function unpauseSteps(project: ComposeProject, { containers }: PlanFacts): readonly Step[] {
  const paused = activeServices(project)
    .map(({ name }) => name)
    .filter((name) => containers?.some(({ service, status }) => service === name && status === 'paused'));
  if (paused.length === 0) return [];
  return [
    {
      kind: 'compose',
      args: ['unpause', ...paused],
      title: `Let ${listed(paused)} go on, which somebody paused`,
      ifStopped: 'Some containers may still be paused. Running Up again goes on from here.',
    },
  ];
}
