import { listed } from '../listed';
import type { Cause } from '../stack/cause';
import { containerState } from '../stack/containerState';
import type { Scene } from './scene';

/** What the state of a container alone gives away, and that of what it depends on. */
export function causeOfCircumstances(scene: Scene): Cause | undefined {
  const { container, service } = scene;
  const { kind } = containerState(container);
  if (container.isOomKilled && kind !== 'stopped' && kind !== 'finished') return outOfMemory(scene);
  if (kind === 'created') return waiting(scene);
  if (kind === 'paused') {
    return {
      id: 'engine/paused',
      weight: 'lasting',
      brief: 'frozen by "docker pause"',
      explanation: `All processes of ${service} are frozen, so it answers nobody.`,
      remedy: `Run "docker unpause ${container.name}" to let it go on.`,
      evidence: undefined,
    };
  }
  if (kind === 'killed') {
    return {
      id: 'engine/killed',
      weight: 'lasting',
      brief: 'ended by SIGKILL',
      explanation: `Somebody killed ${service}, or it did not stop within its grace period. Docker does not start again what was stopped by hand.`,
      remedy: `Start ${service}. Whatever it was in the middle of may have to be repaired.`,
      evidence: undefined,
    };
  }
  return undefined;
}

function outOfMemory({ service, container }: Scene): Cause {
  const runsOn = container.status === 'running';
  const memoryLimit = container.memoryLimit === undefined ? undefined : inMebibytes(container.memoryLimit);
  const limit = memoryLimit === undefined ? 'its limit, or the machine,' : `its limit of ${memoryLimit}`;
  return {
    id: 'engine/out-of-memory',
    weight: runsOn ? 'passing' : 'lasting',
    brief: `out of memory${memoryLimit === undefined ? '' : `, limit ${memoryLimit}`}`,
    explanation: runsOn
      ? `The kernel killed a process in ${service} that needed more memory than ${limit} had left. ${service} itself runs on.`
      : `The kernel killed ${service}: it needed more memory than ${limit} has.`,
    remedy:
      memoryLimit === undefined
        ? 'Give the machine more memory, or run less on it.'
        : 'Raise the memory limit of the service in the compose file, then run Up.',
    evidence: undefined,
  };
}

/** As compose files count: their "m" is 1024 times 1024 bytes. */
function inMebibytes(bytes: number): string {
  return `${Math.round(bytes / 1024 ** 2)} MiB`;
}

/** Compose made it and did not start it: it waits for others, or has given up waiting. */
function waiting(scene: Scene): Cause | undefined {
  const missing = scene.unmetDependencies();
  if (missing.length === 0) return undefined;
  return {
    id: 'compose/dependency',
    weight: 'passing',
    brief: `waits for ${listed(missing)}`,
    explanation: `Compose starts ${scene.service} when ${listed(missing)} ${missing.length === 1 ? 'is' : 'are'} well, and gives up when that takes too long.`,
    remedy: `See what keeps ${listed(missing)} from being well, then run Up.`,
    evidence: undefined,
  };
}
