import type * as vscode from 'vscode';
import { canStop } from '../../core/stack/serviceActions';
import { UserError } from '../../core/userError';
import { executePlan, isRefused } from '../executePlan';
import { commands } from '../ids';
import { planNow } from '../planNow';
import { isProduction } from '../production';
import { registerCommand } from '../registerCommand';
import { askOnce } from '../showPlan';
import { lookAt, serviceFor } from '../stackCommands';
import type { StackTools } from '../stackCommands';

/** Stop Service: stops the containers of one service and keeps them. It asks when others depend on it, and in production. */
export function registerStopService(tools: StackTools): vscode.Disposable {
  return registerCommand(commands.stopService, tools.log, async (argument) => {
    const { signal } = new AbortController();
    const stack = await tools.stacks.loadActive();
    const rows = await lookAt(stack, tools.engine, signal);
    const stoppable = rows.filter(canStop);
    if (stoppable.length === 0) throw new UserError('No service runs, so there is nothing to stop.');
    const service = await serviceFor(argument, stoppable, 'Stop Service');
    if (service === undefined) return;
    const plan = await planNow({ operation: 'stop', service }, stack, tools);
    if (isRefused(plan, tools.log, [])) return;
    const isGrave = plan.warnings.length > 0 || isProduction(stack.project.name);
    if (isGrave && !(await askOnce(plan, tools))) return;
    await executePlan(plan, stack, tools, {
      done: () => `${service} is stopped. Its container and its data stay.`,
      isRepeatable: true,
    });
  });
}
