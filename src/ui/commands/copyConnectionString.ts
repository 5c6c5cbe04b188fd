import * as vscode from 'vscode';
import { inspectAll } from '../../adapters/waitUntilWell';
import { connectionString } from '../../core/stack/connectionString';
import { langfuseEnvironment } from '../../core/stack/langfuseEnvironment';
import { foldServices, isRunning } from '../../core/stack/serviceState';
import { isDatabaseRole } from '../../core/stack/shells';
import { reveal } from '../../core/secret';
import { UserError } from '../../core/userError';
import { commands } from '../ids';
import { showInformation, showWarning } from '../notify';
import type { Offer } from '../notify';
import { registerCommand } from '../registerCommand';
import { serviceFor } from '../stackCommands';
import type { StackTools } from '../stackCommands';

/** Copy Connection String: where other programs reach a database. With its password only by a step of its own. */
export function registerCopyConnectionString(tools: StackTools): vscode.Disposable {
  return registerCommand(commands.copyConnectionString, tools.log, (argument) => copy(tools, argument));
}

async function copy({ stacks, engine, engineHost, log }: StackTools, argument: unknown): Promise<void> {
  const { project } = await stacks.loadActive();
  const containers = await inspectAll(engine, project.name, new AbortController().signal);
  const rows = foldServices(project, containers).filter((row) => isDatabaseRole(row.role) && isRunning(row));
  if (rows.length === 0) throw new UserError('No database of this stack runs. Run Up first.');
  const service = await serviceFor(argument, rows, 'Copy Connection String');
  if (service === undefined) return;
  const row = rows.find(({ name }) => name === service);
  if (row === undefined || !isDatabaseRole(row.role))
    throw new UserError(`${service} does not run. Start it first.`);
  const environment = langfuseEnvironment(project, containers);
  const found = connectionString({ ...row, role: row.role }, environment, await engineHost());
  if (found.kind === 'unknown') throw new UserError(found.message);
  await vscode.env.clipboard.writeText(found.withoutPassword);
  const { complete } = found;
  const withPassword: Offer = {
    title: 'Copy With Password',
    run: async () => {
      if (complete !== undefined) await vscode.env.clipboard.writeText(reveal(complete));
      showWarning(
        `The clipboard holds the password of ${service}. Copy something else when you are done.`,
        log,
      );
    },
  };
  showInformation(
    complete === undefined
      ? `Copied where ${service} is reached; it has no password.`
      : `Copied where ${service} is reached, without the password.`,
    log,
    complete === undefined ? [] : [withPassword],
  );
}
