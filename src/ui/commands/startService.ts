import type * as vscode from 'vscode';
import { canStart } from '../../core/stack/serviceActions';
import { UserError } from '../../core/userError';
import { executePlan, isRefused } from '../executePlan';
import { commands } from '../ids';
import { planNow } from '../planNow';
import { registerCommand } from '../registerCommand';
import { askOnce, needsConsent } from '../showPlan';
import { lookAt, serviceFor } from '../stackCommands';
import type { StackTools } from '../stackCommands';

/** Start Service: starts one service and what it depends on. It asks as Up does. */
export function registerStartService(tools: StackTools): vscode.Disposable {
  return registerCommand(commands.startService, tools.log, async (argument) => {
    const { signal } = new AbortController();
    const stack = await tools.stacks.loadActive();
    const rows = await lookAt(stack, tools.engine, signal);
    const startable = rows.filter(canStart);
    if (startable.length === 0) throw new UserError('Every service runs already.');
    const service = await serviceFor(argument, startable, 'Start Service');
    if (service === undefined) return;
    const plan = await planNow({ operation: 'start', service }, stack, tools);
    if (isRefused(plan, tools.log, [])) return;
    if (needsConsent(plan) && !(await askOnce(plan, tools))) return;
    await executePlan(plan, stack, tools, {
      done: (seconds) => `${service} was started, after ${seconds} s.`,
      isRepeatable: true,
    });
  });
}
