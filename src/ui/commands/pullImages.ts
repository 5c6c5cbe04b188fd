import * as vscode from 'vscode';
import { NO_FACTS } from '../../core/stack/plan';
import { makePlan } from '../../core/stack/plans/makePlan';
import { executePlan, isRefused } from '../executePlan';
import { commands } from '../ids';
import { registerCommand } from '../registerCommand';
import type { StackTools } from '../stackCommands';

/** Pull Images: fetches what the files name now, and changes no container. */
export function registerPullImages(tools: StackTools): vscode.Disposable {
  return registerCommand(commands.pullImages, tools.log, async () => {
    const stack = await tools.stacks.loadActive();
    const plan = makePlan({ operation: 'pull' }, stack.project, NO_FACTS);
    if (isRefused(plan, tools.log, [])) return;
    await executePlan(plan, stack, tools, {
      done: (seconds) =>
        `The images of ${stack.project.name} are pulled, after ${seconds} s. Up replaces the containers whose image is another now.`,
      offers: [{ title: 'Up', run: () => vscode.commands.executeCommand(commands.up) }],
      isRepeatable: true,
    });
  });
}
