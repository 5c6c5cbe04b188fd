import * as vscode from 'vscode';
import { draftUpgrade } from '../../adapters/draftUpgrade';
import type { LoadedStack } from '../../adapters/stackFiles';
import { upgradeTargets } from '../../core/langfuse/upgradeTargets';
import { parseRelease } from '../../core/langfuse/versions';
import { refusalsOfVersions } from '../../core/stack/plans/upgradeObstacles';
import { draftOptionsFor, runEditingPlan } from '../editingPlan';
import { commands } from '../ids';
import { registerCommand } from '../registerCommand';
import type { StackTools } from '../stackCommands';

const TITLE = 'Upgrade Langfuse';
const OTHER = 'Another Version...';

/** Upgrade: gives web and worker another version, in the files and on the engine. */
export function registerUpgrade(tools: StackTools): vscode.Disposable {
  return registerCommand(commands.upgrade, tools.log, () => upgrade(tools));
}

async function upgrade(tools: StackTools): Promise<void> {
  const stack = await tools.stacks.loadActive();
  const to = await chooseVersion(stack);
  if (to === undefined) return;
  const draft = await draftUpgrade(stack, to, draftOptionsFor(stack));
  await runEditingPlan({ operation: 'upgrade', draft }, stack, tools, () => ({
    done: (seconds) => `Langfuse of ${stack.project.name} is ${to}, after ${seconds} s.`,
    offers: [{ title: 'Open Web UI', run: () => vscode.commands.executeCommand(commands.openWebUi) }],
  }));
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
