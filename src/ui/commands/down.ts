import type * as vscode from 'vscode';
import { gatherPlanFacts } from '../../adapters/planTools';
import { planDown } from '../../core/stack/plans/down';
import { commands } from '../ids';
import type { PlanView } from '../planView';
import { registerCommand } from '../registerCommand';
import { runPlanCommand } from '../showPlan';
import type { StackTools } from '../stackCommands';

/** Down: stops and removes the containers; named volumes stay. */
export function registerDown(tools: StackTools, view: PlanView): vscode.Disposable {
  return registerCommand(commands.down, tools.log, async () => {
    const stack = await tools.stacks.loadActive();
    const { project } = stack;
    const options = { withSizes: false, signal: new AbortController().signal };
    const facts = await gatherPlanFacts(tools.engine, project, options);
    await runPlanCommand(planDown(project, facts), stack, tools, view);
  });
}
