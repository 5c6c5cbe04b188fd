import type * as vscode from 'vscode';
import { planFor } from '../../adapters/planTools';
import { canStart } from '../../core/stack/serviceActions';
import { UserError } from '../../core/userError';
import { executePlan, isRefused } from '../executePlan';
import { commands } from '../ids';
import { registerCommand } from '../registerCommand';
import { askOnce } from '../showPlan';
import { lookAt, serviceFor } from '../stackCommands';
import type { StackTools } from '../stackCommands';

/** Start Service: starts one service and what it depends on. It asks only when something that runs is replaced. */
export function registerStartService(tools: StackTools): vscode.Disposable {
  return registerCommand(commands.startService, tools.log, async (argument) => {
    const { signal } = new AbortController();
    const stack = await tools.stacks.loadActive();
    const rows = await lookAt(stack, tools.engine, signal);
    const startable = rows.filter(canStart);
    if (startable.length === 0) throw new UserError('Every service runs already.');
    const service = await serviceFor(argument, startable, 'Start Service');
    if (service === undefined) return;
    const plan = await planFor({ operation: 'start', service }, tools.engine, stack.project, signal);
    if (isRefused(plan, tools.log, [])) return;
    if (plan.changes.some(({ what }) => what === 'recreate') && !(await askOnce(plan))) return;
    await executePlan(plan, stack, tools, {
      done: (seconds) => `${service} was started, after ${seconds} s.`,
      isRepeatable: true,
    });
  });
}
