import * as vscode from 'vscode';
import type { LoadedStack } from '../../adapters/stackFiles';
import { planFor } from '../../adapters/planTools';
import { readSurroundings } from '../../adapters/surroundings';
import { NO_FACTS } from '../../core/stack/plan';
import { makePlan } from '../../core/stack/plans/makePlan';
import { levelsFor } from '../checkLevels';
import { executePlan, isRefused } from '../executePlan';
import { commands } from '../ids';
import type { Offer } from '../notify';
import { askOnce } from '../showPlan';
import { registerCommand } from '../registerCommand';
import type { StackTools } from '../stackCommands';

const SHOW_PROBLEMS: Offer = {
  title: 'Show Problems',
  run: () => vscode.commands.executeCommand('workbench.actions.view.problems'),
};
const START_ANYWAY = 'Start Anyway';

/** Up: starts what is declared and sees that it works. It asks only when something that runs is replaced. */
export function registerUp(tools: StackTools): vscode.Disposable {
  return registerCommand(commands.up, tools.log, () => up(tools));
}

async function up(tools: StackTools): Promise<void> {
  const stack = await tools.stacks.loadActive();
  const { project } = stack;
  // What the files forbid needs no engine to be said.
  if (isRefused(makePlan({ operation: 'up' }, project, NO_FACTS), tools.log, offersFor(stack))) return;
  if (!(await isWanted(stack))) return;
  const plan = await planFor({ operation: 'up' }, tools.engine, project, new AbortController().signal);
  if (plan.changes.some(({ what }) => what === 'recreate') && !(await askOnce(plan))) return;
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

/** Asks when the files have errors: an operator may know better, and must be told. */
async function isWanted(stack: LoadedStack): Promise<boolean> {
  const [surroundings, { checkStack }] = await Promise.all([
    readSurroundings(stack),
    import('../../core/check'),
  ]);
  const findings = checkStack({ ...stack, ...surroundings }, levelsFor(stack.folder));
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  if (errors === 0) return true;
  const what =
    errors === 1 ? 'An error in the files of this stack' : `${errors} errors in the files of this stack`;
  const picked = await vscode.window.showWarningMessage(
    `${what} will keep it from working. Fix them first, or start anyway.`,
    SHOW_PROBLEMS.title,
    START_ANYWAY,
  );
  if (picked === SHOW_PROBLEMS.title) await SHOW_PROBLEMS.run();
  return picked === START_ANYWAY;
}
