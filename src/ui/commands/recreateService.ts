import type * as vscode from 'vscode';
import type { LoadedStack } from '../../adapters/stackFiles';
import { UserError } from '../../core/userError';
import { executePlan, isRefused } from '../executePlan';
import { commands } from '../ids';
import { planNow } from '../planNow';
import { registerCommand } from '../registerCommand';
import { askOnce } from '../showPlan';
import { lookAt, serviceFor } from '../stackCommands';
import type { StackTools } from '../stackCommands';

/** Recreate Service: replaces the containers of one service by what the files say now. */
export function registerRecreateService(tools: StackTools): vscode.Disposable {
  return registerCommand(commands.recreateService, tools.log, async (argument) => {
    const stack = await tools.stacks.loadActive();
    const rows = await lookAt(stack, tools.engine, new AbortController().signal);
    const declared = rows.filter((row) => row.isDeclared);
    if (declared.length === 0) throw new UserError('The compose files have no service to recreate.');
    const service = await serviceFor(argument, declared, 'Recreate Service');
    if (service !== undefined) await recreateService(service, stack, tools, 'ask');
  });
}

/** `ask` unless the operator has just been asked. */
export async function recreateService(
  service: string,
  stack: LoadedStack,
  tools: StackTools,
  consent: 'ask' | 'given',
): Promise<void> {
  const plan = await planNow({ operation: 'recreate', service }, stack, tools);
  if (isRefused(plan, tools.log, [])) return;
  if (consent === 'ask' && !(await askOnce(plan, tools))) return;
  await executePlan(plan, stack, tools, {
    done: (seconds) => `${service} runs with what the files say now, after ${seconds} s.`,
    isRepeatable: true,
  });
}
