import * as vscode from 'vscode';
import { StackBusyError } from '../adapters/operations';
import { UserError } from '../core/userError';
import { commandsWithoutTrust } from './ids';
import type { CommandId } from './ids';
import { showFailure, showInformation } from './notify';

/**
 * Registers a command whose failures are logged and shown once. A rejection after cancellation must be turned
 * into a normal return by the handler: whatever arrives here is shown. In a workspace that is not trusted the handler
 * is not called, however the command was reached: `enablement` hides it, but keeps no caller out.
 */
export function registerCommand(
  id: CommandId,
  log: vscode.LogOutputChannel,
  handler: (...args: unknown[]) => Promise<void>,
): vscode.Disposable {
  return vscode.commands.registerCommand(id, async (...args: unknown[]) => {
    log.info(`Command ${id}`);
    if (!vscode.workspace.isTrusted && !commandsWithoutTrust.has(id)) {
      showFailure(new UserError(UNTRUSTED), log, [{ title: 'Manage Workspace Trust', run: manageTrust }]);
      return;
    }
    try {
      await handler(...args);
    } catch (error) {
      if (error instanceof StackBusyError) showInformation(error.message, log);
      else showFailure(error, log);
    }
  });
}

const UNTRUSTED =
  'Nothing is started and no connection is opened in a workspace that is not trusted. Trust it, then try again.';

function manageTrust(): Thenable<unknown> {
  return vscode.commands.executeCommand('workbench.trust.manage');
}
