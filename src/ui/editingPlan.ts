import { resolve } from 'node:path';
import * as vscode from 'vscode';
import type { DraftOptions } from '../adapters/draftEdits';
import { stackAfter } from '../adapters/planTools';
import type { LoadedStack } from '../adapters/stackFiles';
import { NO_FACTS } from '../core/stack/plan';
import type { Plan } from '../core/stack/plan';
import { makePlan } from '../core/stack/plans/makePlan';
import type { EditingWish } from '../core/stack/plans/makePlan';
import { UserError } from '../core/userError';
import { levelsFor } from './checkLevels';
import { executePlan, isRefused } from './executePlan';
import type { PlanTelling } from './executePlan';
import { planNow } from './planNow';
import { runWithProgress } from './progress';
import { SHOW_PROBLEMS, askOnce } from './showPlan';
import type { StackTools } from './stackCommands';

/** For drafts of edits, in the editor. */
export function draftOptionsFor({ folder }: LoadedStack): DraftOptions {
  return { environment: process.env, levels: levelsFor(folder) };
}

/** Asks about a plan that edits files, and runs it. Throws a UserError when one of the files is not saved. */
export async function runEditingPlan(
  wish: EditingWish,
  stack: LoadedStack,
  tools: StackTools,
  tellingOf: (plan: Plan) => PlanTelling,
): Promise<void> {
  const showPlan = (plan: Plan) => ({ title: 'Show Plan', run: () => tools.plans.show(plan) });
  // What the files forbid needs no engine to be said.
  const byFiles = makePlan(wish, stack.project, NO_FACTS);
  // The Problems view knows the files as they are, not as they would be.
  const problems = stack.project.problems.length === 0 ? [] : [SHOW_PROBLEMS];
  if (isRefused(byFiles, tools.log, [showPlan(byFiles), ...problems])) return;
  let plan: Plan | undefined;
  await runWithProgress(`${byFiles.title}: looking at what it changes`, async (signal) => {
    plan = await planNow(wish, stack, tools, signal);
  });
  if (plan === undefined || isRefused(plan, tools.log, [showPlan(plan)])) return;
  refuseUnsaved(plan, stack);
  if (!(await askOnce(plan, tools))) return;
  await executePlan(plan, stackAfter(wish, stack), tools, tellingOf(plan));
}

/** An editor would ask what to do with a file that changes below it, and might write the old version back. */
function refuseUnsaved({ steps }: Plan, { folder }: LoadedStack): void {
  for (const step of steps) {
    if (step.kind !== 'edit-files') continue;
    const paths = new Set(step.edits.map(({ path }) => resolve(folder, path)));
    const unsaved = vscode.workspace.textDocuments.find(
      ({ isDirty, uri }) => isDirty && uri.scheme === 'file' && paths.has(uri.fsPath),
    );
    if (unsaved === undefined) continue;
    const name = vscode.workspace.asRelativePath(unsaved.uri);
    throw new UserError(`${name} has changes that are not saved. Save them, then run ${step.retry} again.`);
  }
}
