import type { Plan } from '../../src/core/stack/plan';
import type { PlanView } from '../../src/ui/planView';

/** In the place of the view of plans: keeps those that are shown. */
export function keptPlans(): { readonly shown: Plan[]; readonly plans: PlanView } {
  const shown: Plan[] = [];
  const show = (plan: Plan): Promise<void> => Promise.resolve(void shown.push(plan));
  return { shown, plans: { show, update: () => undefined } as unknown as PlanView };
}
