import * as vscode from 'vscode';

/** The "Langfuse Stack" output channel. The caller disposes it. */
export function createLog(): vscode.LogOutputChannel {
  return vscode.window.createOutputChannel('Langfuse Stack', { log: true });
}
