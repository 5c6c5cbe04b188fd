import type * as vscode from 'vscode';
import { gatherPlanFacts } from '../../adapters/planTools';
import type { PlanFacts } from '../../core/stack/plan';
import { planResetClickHouse } from '../../core/stack/plans/resetClickHouse';
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
    const { project } = stack;
    let facts: PlanFacts | undefined;
    await runWithProgress('Looking at what would be lost', async (signal) => {
      facts = await gatherPlanFacts(tools.engine, project, { withSizes: true, signal });
    });
    if (facts !== undefined) await runPlanCommand(planResetClickHouse(project, facts), stack, tools, view);
  });
}
