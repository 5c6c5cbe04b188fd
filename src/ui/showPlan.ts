import * as vscode from 'vscode';
import { systemClock } from '../adapters/clock';
import { PlanStoppedError, runPlan } from '../adapters/planRunner';
import { planTools } from '../adapters/planTools';
import type { LoadedStack } from '../adapters/stackFiles';
import type { Plan } from '../core/stack/plan';
import { describeLoss, planAsShell } from '../core/stack/planText';
import { UserError } from '../core/userError';
import { commands } from './ids';
import { showFailure, showInformation, showWarning } from './notify';
import type { PlanView } from './planView';
import { runWithProgress } from './progress';
import { waitMs } from './stackCommands';
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
  const [refusal] = plan.refusals;
  if (refusal !== undefined) {
    const offers = [{ title: 'Show Plan', run: () => view.show(plan) }];
    showWarning(`${refusal} Nothing was changed.`, tools.log, offers);
    return;
  }
  const isWanted =
    plan.confirmation === undefined ? await askOnce(plan) : await askForName(plan, plan.confirmation, view);
  if (isWanted) await run(plan, stack, tools, view);
}

async function askOnce(plan: Plan): Promise<boolean> {
  const steps = plan.steps.map(({ title }, index) => `${index + 1}. ${title}.`);
  const detail = [...steps, '', ...plan.survives.map((line) => `Stays: ${line}`)].join('\n').trim();
  const question = `${plan.title}?`;
  const picked = await vscode.window.showInformationMessage(question, { modal: true, detail }, 'Run', COPY);
  if (picked === COPY) await copy(plan);
  return picked === 'Run';
}

async function copy(plan: Plan): Promise<void> {
  await vscode.env.clipboard.writeText(planAsShell(plan));
  vscode.window.setStatusBarMessage('The commands of the plan are in the clipboard.', 5_000);
}

/** The plan stays readable beside the input, which does not close when the operator scrolls through it. */
async function askForName(plan: Plan, name: string, view: PlanView): Promise<boolean> {
  await view.show(plan);
  const input = vscode.window.createInputBox();
  const [loss] = plan.lost;
  input.title = plan.title;
  input.prompt = `${loss === undefined ? '' : `Lost for good: ${describeLoss(loss)}. `}Type ${name} to run the plan.`;
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
        input.onDidTriggerButton(() => void copy(plan)),
        input.onDidHide(() => resolve(false)),
      );
      input.show();
    });
  } finally {
    subscriptions.dispose();
    input.dispose();
  }
}

async function run(plan: Plan, stack: LoadedStack, tools: StackTools, view: PlanView): Promise<void> {
  const { log } = tools;
  const startedAt = Date.now();
  let cancelled = `${plan.title}: cancelled.`;
  try {
    const outcome = await runWithProgress(plan.title, async (signal, report) => {
      try {
        await follow(plan, stack, tools, view, { signal, report });
      } catch (error) {
        if (error instanceof PlanStoppedError) cancelled = error.message;
        throw error;
      }
    });
    const seconds = Math.round((Date.now() - startedAt) / 1000);
    showInformation(outcome === 'done' ? `${plan.title}: done in ${seconds} s.` : cancelled, log);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    showFailure(error, log, [
      { title: 'Show Logs', run: () => vscode.commands.executeCommand(commands.showLogs) },
    ]);
  }
}

interface Progress {
  readonly signal: AbortSignal;
  readonly report: (line: string) => void;
}

async function follow(
  plan: Plan,
  stack: LoadedStack,
  tools: StackTools,
  view: PlanView,
  { signal, report }: Progress,
): Promise<void> {
  const engineHost = await tools.engineHost();
  const parts = planTools(stack, { ...tools, engineHost, clock: systemClock, waitMs: waitMs() });
  for await (const event of runPlan(plan, parts, signal)) {
    if (event.kind === 'finished') {
      view.update(plan, event.index + 1);
      continue;
    }
    const line = event.kind === 'started' ? event.step.title : event.line;
    tools.log.info(line);
    report(`Step ${event.index + 1} of ${plan.steps.length}: ${line}`);
  }
}
