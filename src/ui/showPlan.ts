import * as vscode from 'vscode';
import type { LoadedStack } from '../adapters/stackFiles';
import type { Plan } from '../core/stack/plan';
import { questionAbout } from '../core/stack/planQuestion';
import { describeLoss, planAsShell } from '../core/stack/planText';
import { executePlan, isRefused } from './executePlan';
import { inBackground } from './log';
import type { Offer } from './notify';
import type { PlanView } from './planView';
import { confirmProduction } from './production';
import type { StackTools } from './stackCommands';

const COPY = 'Copy as Shell Commands';
const SHOW_PLAN = 'Show Plan';
const RUN = 'Run';
const RUN_ANYWAY = 'Run Anyway';

/**
 * Shows a plan, asks, and runs it with progress. What is lost must be confirmed by typing a name; a plan that loses
 * nothing is one question. Resolves when everything is over, whatever the outcome.
 */
export async function runPlanCommand(plan: Plan, stack: LoadedStack, tools: StackTools): Promise<void> {
  if (isRefused(plan, tools.log, [{ title: SHOW_PLAN, run: () => tools.plans.show(plan) }])) return;
  const isWanted =
    plan.confirmation === undefined
      ? await askOnce(plan, tools)
      : await askForName(plan, plan.confirmation, tools);
  if (!isWanted) return;
  await executePlan(plan, stack, tools, {
    done: (seconds) => `${plan.title}: done in ${seconds} s.`,
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

/**
 * Asks about a plan that loses nothing: in one question, or beside the plan where that is too long for one. For a stack
 * in production, its name must be typed as well.
 */
export async function askOnce(plan: Plan, { plans }: Pick<StackTools, 'plans'>): Promise<boolean> {
  const { detail, isWhole } = questionAbout(plan);
  const hasErrors = (plan.objections?.errors.length ?? 0) > 0;
  const show = hasErrors ? vscode.window.showWarningMessage : vscode.window.showInformationMessage;
  const run = hasErrors ? RUN_ANYWAY : RUN;
  const others = [...(hasErrors ? [SHOW_PROBLEMS.title] : []), COPY];
  const question = `${plan.title}?`;
  const first = await show(question, { modal: true, detail }, isWhole ? run : SHOW_PLAN, ...others);
  const picked = first === SHOW_PLAN ? await askBeside(plan, [run, ...others], plans) : first;
  if (picked === COPY) await copy(plan);
  if (picked === SHOW_PROBLEMS.title) await SHOW_PROBLEMS.run();
  return picked === run && (await confirmProduction(plan.project, plan.title, 'run the plan'));
}

/** Asks while the whole plan is read: the choices stay when the operator scrolls through it. */
async function askBeside(
  plan: Plan,
  choices: readonly string[],
  plans: PlanView,
): Promise<string | undefined> {
  await plans.show(plan);
  return vscode.window.showQuickPick(choices, {
    title: `${plan.title}?`,
    placeHolder: 'Read the plan, then choose. Escape leaves everything as it is.',
    ignoreFocusOut: true,
  });
}

async function copy(plan: Plan): Promise<void> {
  await vscode.env.clipboard.writeText(planAsShell(plan));
  vscode.window.setStatusBarMessage('The commands of the plan are in the clipboard.', 5_000);
}

/** The plan stays readable beside the input, which does not close when the operator scrolls through it. */
async function askForName(
  plan: Plan,
  name: string,
  { plans, log }: Pick<StackTools, 'plans' | 'log'>,
): Promise<boolean> {
  await plans.show(plan);
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
