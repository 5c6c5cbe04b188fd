import * as vscode from 'vscode';
import type { commands } from './ids';
import { showFailure } from './notify';
import { UserError } from '../core/userError';

type CommandId = (typeof commands)[keyof typeof commands];

/**
 * Registers a command whose failures are logged and shown once. A rejection after cancellation must be turned
 * into a normal return by the handler: whatever arrives here is shown.
 */
export function registerCommand(
  id: CommandId,
  log: vscode.LogOutputChannel,
  handler: (...args: unknown[]) => Promise<void>,
): vscode.Disposable {
  return vscode.commands.registerCommand(id, async (...args: unknown[]) => {
    log.info(`Command ${id}`);
    try {
      await handler(...args);
    } catch (error) {
      if (error instanceof UserError) log.warn(error.message);
      else log.error(error instanceof Error ? error : String(error));
      // Not awaited: the command is over, the message may stay as long as the operator likes.
      void showFailure(error, log);
    }
  });
}
