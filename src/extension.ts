import type * as vscode from 'vscode';
import { createLog } from './ui/log';
import { Stacks } from './ui/stacks';

/** Builds the parts and registers them. Nothing is awaited and nothing heavy is loaded here. */
export function activate(context: vscode.ExtensionContext): void {
  const log = createLog();
  const stacks = new Stacks();
  context.subscriptions.push(log, stacks);
}
