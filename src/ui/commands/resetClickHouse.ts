import type * as vscode from 'vscode';
import { gatherPlanFacts } from '../../adapters/planTools';
import { planResetClickHouse } from '../../core/stack/plans/resetClickHouse';
import { commands } from '../ids';
import type { PlanView } from '../planView';
import { registerCommand } from '../registerCommand';
import { runPlanCommand } from '../showPlan';
import type { StackTools } from '../stackCommands';

/** Reset ClickHouse: throws its data away and lets Langfuse build its tables again. */
export function registerResetClickHouse(tools: StackTools, view: PlanView): vscode.Disposable {
  return registerCommand(commands.resetClickHouse, tools.log, async () => {
    const stack = await tools.stacks.loadActive();
    const { project } = stack;
    const facts = await gatherPlanFacts(tools.engine, project, new AbortController().signal);
    await runPlanCommand(planResetClickHouse(project, facts), stack, tools, view);
  });
}
