import * as vscode from 'vscode';
import { resolve } from 'node:path';
import { draftUpgrade } from '../../adapters/draftUpgrade';
import { stackAfter } from '../../adapters/planTools';
import type { LoadedStack } from '../../adapters/stackFiles';
import { upgradeTargets } from '../../core/langfuse/upgradeTargets';
import { parseRelease } from '../../core/langfuse/versions';
import { NO_FACTS } from '../../core/stack/plan';
import type { Plan } from '../../core/stack/plan';
import { editsOf } from '../../core/stack/planText';
import { refusalsOfVersions } from '../../core/stack/plans/upgradeObstacles';
import { makePlan } from '../../core/stack/plans/makePlan';
import type { Wish } from '../../core/stack/plans/makePlan';
import { UserError } from '../../core/userError';
import { levelsFor } from '../checkLevels';
import { executePlan, isRefused } from '../executePlan';
import { commands } from '../ids';
import type { PlanView } from '../planView';
import { planNow } from '../planNow';
import { runWithProgress } from '../progress';
import { registerCommand } from '../registerCommand';
import { SHOW_PROBLEMS, askOnce } from '../showPlan';
import type { StackTools } from '../stackCommands';

const TITLE = 'Upgrade Langfuse';
const OTHER = 'Another Version...';

/** Upgrade: gives web and worker another version, in the files and on the engine. */
export function registerUpgrade(tools: StackTools, view: PlanView): vscode.Disposable {
  return registerCommand(commands.upgrade, tools.log, () => upgrade(tools, view));
}

async function upgrade(tools: StackTools, view: PlanView): Promise<void> {
  const stack = await tools.stacks.loadActive();
  const to = await chooseVersion(stack);
  if (to === undefined) return;
  const levels = levelsFor(stack.folder);
  const draft = await draftUpgrade(stack, to, { environment: process.env, levels });
  const wish: Wish = { operation: 'upgrade', draft };
  const showPlan = (plan: Plan) => ({ title: 'Show Plan', run: () => view.show(plan) });
  // What the files forbid needs no engine to be said.
  const byFiles = makePlan(wish, stack.project, NO_FACTS);
  // The Problems view knows the files as they are, not as they would be.
  const problems = stack.project.problems.length === 0 ? [] : [SHOW_PROBLEMS];
  if (isRefused(byFiles, tools.log, [showPlan(byFiles), ...problems])) return;
  let plan: Plan | undefined;
  await runWithProgress('Looking at what an upgrade changes', async (signal) => {
    plan = await planNow(wish, stack, tools, signal);
  });
  if (plan === undefined || isRefused(plan, tools.log, [showPlan(plan)])) return;
  refuseUnsaved(plan, stack);
  if (!(await askOnce(plan))) return;
  await executePlan(plan, stackAfter(wish, stack), tools, {
    done: (seconds) => `Langfuse of ${stack.project.name} is ${to}, after ${seconds} s.`,
    offers: [{ title: 'Open Web UI', run: () => vscode.commands.executeCommand(commands.openWebUi) }],
  });
}

/** Without a registry: what is not known here may be typed. */
async function chooseVersion({ project }: LoadedStack): Promise<string | undefined> {
  const known = upgradeTargets(project).map(({ version, note }) => ({ label: version, detail: note }));
  const other = { label: OTHER, detail: 'Any whole version that is newer than the one in the files' };
  const placeHolder = 'Choose a version. No registry is asked: newer ones than these may exist.';
  const picked = await vscode.window.showQuickPick([...known, other], {
    title: TITLE,
    placeHolder,
    ignoreFocusOut: true,
  });
  if (picked === undefined) return undefined;
  return picked.label === OTHER ? typeVersion(project) : picked.label;
}

async function typeVersion(project: LoadedStack['project']): Promise<string | undefined> {
  const typed = await vscode.window.showInputBox({
    title: TITLE,
    prompt: 'Version of Langfuse, as its images are tagged.',
    placeHolder: '3.225.4',
    ignoreFocusOut: true,
    validateInput: (text) => refusalsOfVersions(project, parseRelease(text) ?? text)[0],
  });
  return typed === undefined ? undefined : parseRelease(typed);
}

/** An editor would ask what to do with a file that changes below it, and might write the old version back. */
function refuseUnsaved(plan: Plan, { folder }: LoadedStack): void {
  const paths = new Set(editsOf(plan).map(({ path }) => resolve(folder, path)));
  const unsaved = vscode.workspace.textDocuments.find(
    ({ isDirty, uri }) => isDirty && uri.scheme === 'file' && paths.has(uri.fsPath),
  );
  if (unsaved === undefined) return;
  const name = vscode.workspace.asRelativePath(unsaved.uri);
  throw new UserError(`${name} has changes that are not saved. Save them, then run Upgrade again.`);
}
