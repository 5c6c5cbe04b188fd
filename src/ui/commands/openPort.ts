import type * as vscode from 'vscode';
import { UserError } from '../../core/userError';
import { commands } from '../ids';
import { openPage } from '../openPage';
import { registerCommand } from '../registerCommand';
import type { StackTools } from '../stackCommands';
import { DetailRow } from '../tree/detailItem';

/** Opens what a browser finds behind the published port of a row. */
export function registerOpenPort(tools: StackTools): vscode.Disposable {
  return registerCommand(commands.openPort, tools.log, async (argument) => {
    if (!(argument instanceof DetailRow) || argument.detail.kind !== 'port')
      throw new UserError('Choose a published port in the Services view.');
    await openPage(argument.detail.port, await tools.engineHost());
  });
}
