import type { LoadedStack } from '../adapters/stackFiles';
import { factsFor, planFor } from '../adapters/planTools';
import type { Plan, PlanFacts } from '../core/stack/plan';
import type { Wish } from '../core/stack/plans/makePlan';
import { levelsFor } from './checkLevels';
import type { StackTools } from './stackCommands';

/** The plan as the world is now. Throws the engine's DockerError. */
export function planNow(
  wish: Wish,
  stack: LoadedStack,
  { engine, engineHost }: StackTools,
  signal = new AbortController().signal,
): Promise<Plan> {
  return planFor(wish, stack, { engine, engineHost, levels: levelsFor(stack.folder), signal });
}

/** What plans for a wish rest on, for those that offer several. */
export function factsNow(
  wish: Wish,
  stack: LoadedStack,
  { engine, engineHost }: StackTools,
  signal: AbortSignal,
): Promise<PlanFacts> {
  return factsFor(wish, stack, { engine, engineHost, levels: levelsFor(stack.folder), signal });
}
