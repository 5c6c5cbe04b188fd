import * as vscode from 'vscode';
import { isOnPath } from '../../adapters/findProgram';
import { inspectAll } from '../../adapters/waitUntilWell';
import type { LoadedStack } from '../../adapters/stackFiles';
import { langfuseEnvironment } from '../../core/stack/langfuseEnvironment';
import { foldServices, isRunning } from '../../core/stack/serviceState';
import type { ServiceState } from '../../core/stack/serviceState';
import {
  DATABASE_CLIENTS,
  SHELL,
  databaseShell,
  dockerExecWords,
  isDatabaseRole,
} from '../../core/stack/shells';
import type { ContainerProgram } from '../../core/stack/shells';
import { reveal } from '../../core/secret';
import { UserError } from '../../core/userError';
import { commands } from '../ids';
import { registerCommand } from '../registerCommand';
import { lookAt, serviceFor } from '../stackCommands';
import type { StackTools } from '../stackCommands';

/** Open Shell: a terminal inside the container of a service. */
export function registerOpenShell(tools: StackTools): vscode.Disposable {
  return registerCommand(commands.openShell, tools.log, async (argument) => {
    const stack = await tools.stacks.loadActive();
    const rows = await lookAt(stack, tools.engine, new AbortController().signal);
    const row = await pickRunning(argument, rows, 'Open Shell');
    if (row !== undefined) await openTerminal(row, row.name, stack, SHELL);
  });
}

/** Open Database Shell: the database's own client, logged in as the user that Langfuse is. */
export function registerOpenDatabaseShell(tools: StackTools): vscode.Disposable {
  return registerCommand(commands.openDatabaseShell, tools.log, async (argument) => {
    const stack = await tools.stacks.loadActive();
    const containers = await inspectAll(tools.engine, stack.project.name, new AbortController().signal);
    const databases = foldServices(stack.project, containers).filter(({ role }) => isDatabaseRole(role));
    const row = await pickRunning(argument, databases, 'Open Database Shell');
    if (row === undefined || !isDatabaseRole(row.role)) return;
    const program = databaseShell(row.role, langfuseEnvironment(stack.project, containers));
    await openTerminal(row, DATABASE_CLIENTS[row.role], stack, program);
  });
}

async function pickRunning(
  argument: unknown,
  rows: readonly ServiceState[],
  title: string,
): Promise<ServiceState | undefined> {
  const running = rows.filter(isRunning);
  if (running.length === 0) throw new UserError('No service runs that could be entered. Run Up first.');
  const service = await serviceFor(argument, running, title);
  if (service === undefined) return undefined;
  const row = running.find(({ name }) => name === service);
  if (row === undefined)
    throw new UserError(`${service} does not run. Start it first; its logs say why it ended.`);
  return row;
}

async function openTerminal(
  { replicas }: ServiceState,
  title: string,
  { folder, project }: LoadedStack,
  program: ContainerProgram,
): Promise<void> {
  if (!(await isOnPath('docker', process.env)))
    throw new UserError('The docker command was not found. Install it, or add docker to the PATH.');
  const name =
    replicas.find(({ kind }) => !['failed', 'stopped', 'killed'].includes(kind))?.containerName ?? '';
  const terminal = vscode.window.createTerminal({
    name: `${title} (${project.name})`,
    cwd: folder,
    shellPath: 'docker',
    shellArgs: [...dockerExecWords(name, program)],
    env: Object.fromEntries(Array.from(program.environment, ([key, value]) => [key, reveal(value)])),
    // It is not to come back by itself with a window, and what it was given is not to be stored.
    isTransient: true,
  });
  terminal.show();
}
