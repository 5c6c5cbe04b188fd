import * as vscode from 'vscode';
import { systemClock } from '../../adapters/clock';
import type { LoadedStack } from '../../adapters/stackFiles';
import { waitUntilWell } from '../../adapters/waitUntilWell';
import { wellnessOf } from '../../core/stack/serviceState';
import type { ServiceState } from '../../core/stack/serviceState';
import { UserError } from '../../core/userError';
import { commands } from '../ids';
import { showFailure, showInformation } from '../notify';
import type { Offer } from '../notify';
import { runWithProgress } from '../progress';
import { registerCommand } from '../registerCommand';
import { ServiceRow } from '../serviceItem';
import { lookAt, waitMs } from '../stackCommands';
import type { StackTools } from '../stackCommands';

/** Up: starts what is declared and waits until it is well. */
export function registerUp(tools: StackTools): vscode.Disposable {
  return registerCommand(commands.up, tools.log, () => up(tools));
}

async function up(tools: StackTools): Promise<void> {
  const stack = await tools.stacks.loadActive();
  if (!(await isWanted(stack))) return;
  const { name } = stack.project;
  const startedAt = Date.now();
  try {
    const outcome = await runWithProgress(`Starting ${name}`, (signal, report) =>
      start(stack, tools, signal, report),
    );
    if (outcome === 'cancelled') {
      showInformation(`Up was cancelled. ${await describeRunning(stack, tools)}`, tools.log);
      return;
    }
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    showFailure(error, tools.log, await offersAfter(stack, tools));
    return;
  }
  const seconds = Math.round((Date.now() - startedAt) / 1000);
  showInformation(`${name} is up: every service is well, after ${seconds} s.`, tools.log, [
    { title: 'Open Web UI', run: () => vscode.commands.executeCommand(commands.openWebUi) },
  ]);
}

/** Asks when the files have errors: an operator may know better, and must be told. */
async function isWanted(stack: LoadedStack): Promise<boolean> {
  const { checkStack } = await import('../../core/check');
  const errors = checkStack(stack).filter(({ severity }) => severity === 'error').length;
  if (errors === 0) return true;
  const what =
    errors === 1 ? 'An error in the files of this stack' : `${errors} errors in the files of this stack`;
  const picked = await vscode.window.showWarningMessage(
    `${what} will keep it from working. Fix them first, or start anyway.`,
    'Show Problems',
    'Start Anyway',
  );
  if (picked === 'Show Problems') {
    await vscode.commands.executeCommand('workbench.actions.view.problems');
  }
  return picked === 'Start Anyway';
}

async function start(
  stack: LoadedStack,
  { compose, engine, log }: StackTools,
  signal: AbortSignal,
  report: (message: string) => void,
): Promise<void> {
  for await (const line of compose.run(stack, ['up', '--detach'], signal)) {
    log.info(line);
    report(line);
  }
  const active = [...stack.project.services.values()].filter(({ isActive }) => isActive);
  const patience = { engine, clock: systemClock, timeoutMs: waitMs(), signal };
  const names = active.map(({ name }) => name);
  for await (const line of waitUntilWell(stack.project, names, patience)) report(line);
}

async function describeRunning(stack: LoadedStack, tools: StackTools): Promise<string> {
  const rows = await rowsNow(stack, tools);
  if (rows === undefined) return 'Docker does not say what runs.';
  const running = rows.filter((row) => ['well', 'under-way', 'failing'].includes(wellnessOf(row)));
  if (running.length === 0) return 'No service runs.';
  return `${running.length} of ${rows.length} services run and go on running; Down stops them.`;
}

/** The log of the service that fails, else of all. */
async function offersAfter(stack: LoadedStack, tools: StackTools): Promise<readonly Offer[]> {
  const rows = (await rowsNow(stack, tools)) ?? [];
  if (rows.every((row) => row.replicas.length === 0)) return [];
  const culprit =
    rows.find((row) => wellnessOf(row) === 'failing') ?? rows.find((row) => wellnessOf(row) === 'under-way');
  const argument = culprit === undefined ? undefined : new ServiceRow(culprit.name);
  return [{ title: 'Show Logs', run: () => vscode.commands.executeCommand(commands.showLogs, argument) }];
}

/** Undefined when the engine does not answer: whatever is being reported matters more than that. */
async function rowsNow(
  stack: LoadedStack,
  { engine }: StackTools,
): Promise<readonly ServiceState[] | undefined> {
  try {
    return await lookAt(stack, engine, new AbortController().signal);
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}
