import type * as vscode from 'vscode';
import { planFor } from '../../adapters/planTools';
import { commands } from '../ids';
import type { PlanView } from '../planView';
import { registerCommand } from '../registerCommand';
import { runPlanCommand } from '../showPlan';
import type { StackTools } from '../stackCommands';

/** Down: stops and removes the containers; named volumes stay. */
export function registerDown(tools: StackTools, view: PlanView): vscode.Disposable {
  return registerCommand(commands.down, tools.log, async () => {
    const stack = await tools.stacks.loadActive();
    const { signal } = new AbortController();
    const plan = await planFor({ operation: 'down' }, tools.engine, stack.project, signal);
    await runPlanCommand(plan, stack, tools, view);
  });
}
