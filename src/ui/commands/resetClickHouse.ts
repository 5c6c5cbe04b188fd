import type * as vscode from 'vscode';
import { planFor } from '../../adapters/planTools';
import type { Plan } from '../../core/stack/plan';
import { commands } from '../ids';
import type { PlanView } from '../planView';
import { runWithProgress } from '../progress';
import { registerCommand } from '../registerCommand';
import { runPlanCommand } from '../showPlan';
import type { StackTools } from '../stackCommands';

/** Reset ClickHouse: throws its data away and lets Langfuse build its tables again. */
export function registerResetClickHouse(tools: StackTools, view: PlanView): vscode.Disposable {
  return registerCommand(commands.resetClickHouse, tools.log, async () => {
    const stack = await tools.stacks.loadActive();
    let plan: Plan | undefined;
    await runWithProgress('Looking at what would be lost', async (signal) => {
      plan = await planFor({ operation: 'reset' }, tools.engine, stack.project, signal);
    });
    if (plan !== undefined) await runPlanCommand(plan, stack, tools, view);
  });
}
