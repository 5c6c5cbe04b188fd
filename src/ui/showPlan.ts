import * as vscode from 'vscode';
import type { LoadedStack } from '../adapters/stackFiles';
import type { Plan } from '../core/stack/plan';
import { describeChange, describeLoss, planAsShell } from '../core/stack/planText';
import { executePlan, isRefused } from './executePlan';
import { inBackground } from './log';
import type { PlanView } from './planView';
import { confirmProduction } from './production';
import type { StackTools } from './stackCommands';

const COPY = 'Copy as Shell Commands';

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

/** Shows a plan that loses nothing in a question. For a stack in production, its name must be typed as well. */
export async function askOnce(plan: Plan): Promise<boolean> {
  const changes = plan.changes.map((change) => `${describeChange(change)}.`);
  const steps = plan.steps.map(({ title }, index) => `${index + 1}. ${title}.`);
  const detail = [
    ...plan.warnings,
    '',
    ...changes,
    '',
    ...steps,
    '',
    ...plan.survives.map((line) => `Stays: ${line}`),
  ]
    .join('\n')
    .trim();
  const question = `${plan.title}?`;
  const picked = await vscode.window.showInformationMessage(question, { modal: true, detail }, 'Run', COPY);
  if (picked === COPY) await copy(plan);
  return picked === 'Run' && (await confirmProduction(plan.project, plan.title, 'run the plan'));
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
