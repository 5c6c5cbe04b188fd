import type * as vscode from 'vscode';
import { commands } from '../ids';
import { planNow } from '../planNow';
import { registerCommand } from '../registerCommand';
import { runPlanCommand } from '../showPlan';
import type { StackTools } from '../stackCommands';

/** Down: stops and removes the containers; named volumes stay. */
export function registerDown(tools: StackTools): vscode.Disposable {
  return registerCommand(commands.down, tools.log, async () => {
    const stack = await tools.stacks.loadActive();
    const plan = await planNow({ operation: 'down' }, stack, tools);
    await runPlanCommand(plan, stack, tools);
  });
}
