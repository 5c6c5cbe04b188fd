import { wellnessOf } from '../../stack/serviceState';
import type { ServiceState } from '../../stack/serviceState';
import { couldNotSee, failed, ok } from '../probe';
import type { Probe, Verdict } from '../probe';
import type { ProbeContext } from '../probeContext';

/** Layer 1: every service that should run does, and its healthcheck agrees. */
export function containerProbes(context: ProbeContext): readonly Probe[] {
  return context.states
    .filter(({ isDeclared }) => isDeclared)
    .map((state) => ({
      id: `containers/${state.name}`,
      layer: 1,
      service: state.name,
      requires: [],
      kind: 'known',
      verdict: context.unseen === undefined ? verdictOf(state) : couldNotSee(context.unseen),
    }));
}

function verdictOf(state: ServiceState): Verdict {
  const reason = state.reason === undefined ? '' : `: ${state.reason}`;
  switch (wellnessOf(state)) {
    case 'well':
      return ok(`${state.kind}${reason}`);
    case 'under-way':
      return failed(`Still starting; its healthcheck has not passed yet${reason}`);
    case 'down':
      return failed(`${WORDS[state.kind] ?? state.kind}${reason}. Run Up.`);
    case 'failing':
      return failed(`${WORDS[state.kind] ?? state.kind}${reason}`);
    case 'unknown':
      return couldNotSee('Docker does not say what state it is in.');
  }
}

const WORDS: Partial<Record<ServiceState['kind'], string>> = {
  'not-created': 'It has no container',
  created: 'Its container was never started',
  stopped: 'It is stopped',
  paused: 'It is paused',
  unhealthy: 'Its healthcheck fails',
  restarting: 'It ends and is started again, over and over',
  failed: 'It has failed',
};
