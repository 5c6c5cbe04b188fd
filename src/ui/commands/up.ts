import * as vscode from 'vscode';
import type { LoadedStack } from '../../adapters/stackFiles';
import { NO_FACTS } from '../../core/stack/plan';
import { makePlan } from '../../core/stack/plans/makePlan';
import { executePlan, isRefused } from '../executePlan';
import { commands } from '../ids';
import type { Offer } from '../notify';
import { planNow } from '../planNow';
import { SHOW_PROBLEMS, askOnce, needsConsent } from '../showPlan';
import { registerCommand } from '../registerCommand';
import type { StackTools } from '../stackCommands';

/**
 * Up: starts what is declared and sees that it works. It asks only when something that runs is replaced, or when the
 * files have errors: an operator may know better, and must be told.
 */
export function registerUp(tools: StackTools): vscode.Disposable {
  return registerCommand(commands.up, tools.log, () => up(tools));
}

async function up(tools: StackTools): Promise<void> {
  const stack = await tools.stacks.loadActive();
  const { project } = stack;
  // What the files forbid needs no engine to be said.
  if (isRefused(makePlan({ operation: 'up' }, project, NO_FACTS), tools.log, offersFor(stack))) return;
  const plan = await planNow({ operation: 'up' }, stack, tools);
  if (needsConsent(plan) && !(await askOnce(plan, tools))) return;
  await executePlan(plan, stack, tools, {
    done: (seconds) => `${project.name} is up: every service is well, after ${seconds} s.`,
    offers: [{ title: 'Open Web UI', run: () => vscode.commands.executeCommand(commands.openWebUi) }],
    isRepeatable: true,
  });
}

/** What helps with files that compose does not load. */
function offersFor({ project }: LoadedStack): readonly Offer[] {
  const title = 'Create Secrets';
  const lacksValues = project.problems.some(({ code }) => code.endsWith('/required-missing'));
  const create: Offer = { title, run: () => vscode.commands.executeCommand(commands.createSecrets) };
  return lacksValues ? [create, SHOW_PROBLEMS] : [SHOW_PROBLEMS];
}
