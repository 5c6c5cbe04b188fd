import * as vscode from 'vscode';
import type { DockerEngine } from '../../adapters/docker';
import { loadStack } from '../../adapters/stackFiles';
import { summarize } from '../../core/stack/serviceText';
import { UserError } from '../../core/userError';
import { commands } from '../ids';
import { isProduction } from '../production';
import { registerCommand } from '../registerCommand';
import { lookAt } from '../stackCommands';
import type { StackTools } from '../stackCommands';

/** Long enough for a healthy engine; the list must not wait for one that hangs. */
const LOOK_MS = 3_000;

interface StackItem extends vscode.QuickPickItem {
  readonly folder: string;
}

/** Select Stack: chooses which of the workspace's stacks the views and the commands are about. */
export function registerSelectStack({ stacks, engine, log }: StackTools): vscode.Disposable {
  return registerCommand(commands.selectStack, log, async () => {
    const folders = await stacks.list();
    if (folders.length === 0)
      throw new UserError('No compose file was found in this workspace. Open the folder of your stack.');
    const active = await stacks.active();
    const signal = AbortSignal.timeout(LOOK_MS);
    const items = Promise.all(folders.map((folder) => itemFor(folder, folder === active, engine, signal)));
    const picked = await vscode.window.showQuickPick(items, {
      title: 'Select Stack',
      placeHolder: 'Choose the stack that the views and commands are about',
      matchOnDescription: true,
    });
    if (picked !== undefined) await stacks.select(picked.folder);
  });
}

async function itemFor(
  folder: string,
  isActive: boolean,
  engine: DockerEngine,
  signal: AbortSignal,
): Promise<StackItem> {
  const description = `${vscode.workspace.asRelativePath(folder, true)}${isActive ? ' · active' : ''}`;
  try {
    const stack = await loadStack(folder, { environment: process.env });
    const { name } = stack.project;
    const label = `${isProduction(name) ? '$(shield)' : '$(layers)'} ${name}`;
    const state = await lookAt(stack, engine, signal).then(summarize, whenUnseen(signal));
    return { folder, label, description, detail: isProduction(name) ? `production · ${state}` : state };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { folder, label: '$(warning) Does not load', description, detail: error.message };
  }
}

/** A stack can be chosen without its engine. */
function whenUnseen(signal: AbortSignal): (error: unknown) => string {
  return (error) => {
    if (signal.aborted) return 'Docker does not answer';
    if (error instanceof UserError) return error.message;
    throw error;
  };
}
