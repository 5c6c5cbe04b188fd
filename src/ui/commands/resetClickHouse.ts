import * as vscode from 'vscode';
import { BACKUP_FOLDER } from '../../core/stack/backups';
import type { Plan, PlanFacts } from '../../core/stack/plan';
import { describeLoss } from '../../core/stack/planText';
import { makePlan } from '../../core/stack/plans/makePlan';
import { commands } from '../ids';
import { factsNow } from '../planNow';
import { runWithProgress } from '../progress';
import { registerCommand } from '../registerCommand';
import { runPlanCommand } from '../showPlan';
import type { StackTools } from '../stackCommands';

/** Reset ClickHouse: throws its data away, after a copy if that is wanted, and lets Langfuse build its tables again. */
export function registerResetClickHouse(tools: StackTools): vscode.Disposable {
  return registerCommand(commands.resetClickHouse, tools.log, async () => {
    const stack = await tools.stacks.loadActive();
    const { project } = stack;
    let facts: PlanFacts | undefined;
    await runWithProgress('Looking at what would be lost', async (signal) => {
      facts = await factsNow({ operation: 'reset' }, stack, tools, signal);
    });
    if (facts === undefined) return;
    const plain = makePlan({ operation: 'reset' }, project, facts);
    const saving = makePlan({ operation: 'reset', isSaving: true }, project, facts);
    const plan = await choose(plain, saving);
    if (plan !== undefined) await runPlanCommand(plan, stack, tools);
  });
}

const SAVE = 'Save First';
const DISCARD = 'Reset Without a Copy';

/** The plan that is wanted; undefined when none is. Nobody is asked where there is nothing to save, or nothing to do. */
async function choose(plain: Plan, saving: Plan): Promise<Plan | undefined> {
  if (plain.refusals.length > 0 || saving.saved === undefined) return plain;
  const items = [
    { label: SAVE, detail: saving.warnings.join(' '), plan: saving },
    { label: DISCARD, detail: `Lost for good: ${plain.lost.map(describeLoss).join(', ')}.`, plan: plain },
  ];
  const picked = await vscode.window.showQuickPick(items, {
    title: plain.title,
    placeHolder: `Copy the data into ${BACKUP_FOLDER} before it is removed?`,
    ignoreFocusOut: true,
  });
  return picked?.plan;
}
