import type * as vscode from 'vscode';
import { commands } from '../ids';
import { registerCommand } from '../registerCommand';

export function registerShowOutput(log: vscode.LogOutputChannel): vscode.Disposable {
  return registerCommand(commands.showOutput, log, () => {
    log.show();
    return Promise.resolve();
  });
}
