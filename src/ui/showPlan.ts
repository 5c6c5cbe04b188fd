import * as vscode from 'vscode';
import type { LoadedStack } from '../adapters/stackFiles';
import { describeObjections } from '../core/stack/objections';
import type { Plan } from '../core/stack/plan';
import { describeChange, describeLoss, editsOf, planAsShell } from '../core/stack/planText';
import { describeEdit } from '../core/stack/plannedEdit';
import { executePlan, isRefused } from './executePlan';
import { inBackground } from './log';
import type { Offer } from './notify';
import type { PlanView } from './planView';
import { confirmProduction } from './production';
import type { StackTools } from './stackCommands';

const COPY = 'Copy as Shell Commands';
const RUN = 'Run';
const RUN_ANYWAY = 'Run Anyway';

/**
 * Shows a plan, asks, and runs it with progress. What is lost must be confirmed by typing a name; a plan that loses
 * nothing is one question. Resolves when everything is over, whatever the outcome.
 */
export async function runPlanCommand(
  plan: Plan,
  stack: LoadedStack,
  tools: StackTools,
  view: PlanView,
): Promise<void> {
  if (isRefused(plan, tools.log, [{ title: 'Show Plan', run: () => view.show(plan) }])) return;
  const isWanted =
    plan.confirmation === undefined
      ? await askOnce(plan)
      : await askForName(plan, plan.confirmation, view, tools.log);
  if (!isWanted) return;
  await executePlan(plan, stack, tools, {
    done: (seconds) => `${plan.title}: done in ${seconds} s.`,
    onStep: (finishedSteps) => view.update(plan, finishedSteps),
  });
}

/** For what helps with errors in the files. */
export const SHOW_PROBLEMS: Offer = {
  title: 'Show Problems',
  run: () => vscode.commands.executeCommand('workbench.actions.view.problems'),
};

/** Whether a plan that only starts things should be asked about: something that runs is replaced, or will not work. */
export function needsConsent({ changes, objections }: Plan): boolean {
  return changes.some(({ what }) => what === 'recreate') || (objections?.errors.length ?? 0) > 0;
}

/** Shows a plan that loses nothing in a question. For a stack in production, its name must be typed as well. */
export async function askOnce(plan: Plan): Promise<boolean> {
  const changes = plan.changes.map((change) => `${describeChange(change)}.`);
  const steps = plan.steps.map(({ title }, index) => `${index + 1}. ${title}.`);
  const hasErrors = (plan.objections?.errors.length ?? 0) > 0;
  const objections = describeObjections(plan.objections);
  const detail = [
    hasErrors ? ['The check objects to:', ...objections] : objections.map((line) => `The check has ${line}.`),
    plan.warnings,
    editsOf(plan).map((edit) => `Edit ${describeEdit(edit)}.`),
    changes,
    steps,
    plan.survives.map((line) => `Stays: ${line}`),
  ]
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
  const question = `${plan.title}?`;
  const show = hasErrors ? vscode.window.showWarningMessage : vscode.window.showInformationMessage;
  const buttons = [hasErrors ? RUN_ANYWAY : RUN, ...(hasErrors ? [SHOW_PROBLEMS.title] : []), COPY];
  const picked = await show(question, { modal: true, detail }, ...buttons);
  if (picked === COPY) await copy(plan);
  if (picked === SHOW_PROBLEMS.title) await SHOW_PROBLEMS.run();
  return (
    (picked === RUN || picked === RUN_ANYWAY) &&
    (await confirmProduction(plan.project, plan.title, 'run the plan'))
  );
}

async function copy(plan: Plan): Promise<void> {
  await vscode.env.clipboard.writeText(planAsShell(plan));
  vscode.window.setStatusBarMessage('The commands of the plan are in the clipboard.', 5_000);
}

/** The plan stays readable beside the input, which does not close when the operator scrolls through it. */
async function askForName(
  plan: Plan,
  name: string,
  view: PlanView,
  log: vscode.LogOutputChannel,
): Promise<boolean> {
  await view.show(plan);
  const input = vscode.window.createInputBox();
  const [loss] = plan.lost;
  const [saved] = plan.saved ?? [];
  const stake =
    loss !== undefined
      ? `Lost for good: ${describeLoss(loss)}. `
      : saved !== undefined
        ? `Removed after a copy is made: ${describeLoss(saved)}. `
        : '';
  input.title = plan.title;
  input.prompt = `${stake}Type ${name} to run the plan.`;
  input.placeholder = name;
  input.buttons = [{ iconPath: new vscode.ThemeIcon('copy'), tooltip: COPY }];
  input.ignoreFocusOut = true;
  let subscriptions = vscode.Disposable.from();
  try {
    return await new Promise<boolean>((resolve) => {
      subscriptions = vscode.Disposable.from(
        input.onDidAccept(() => {
          if (input.value.trim() === name) resolve(true);
          else input.validationMessage = `This is not the project's name. Type ${name}, or press Escape.`;
        }),
        input.onDidChangeValue(() => (input.validationMessage = undefined)),
        input.onDidTriggerButton(() => inBackground(copy(plan), log)),
        input.onDidHide(() => resolve(false)),
      );
      input.show();
    });
  } finally {
    subscriptions.dispose();
    input.dispose();
  }
}
