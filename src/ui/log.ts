import * as vscode from 'vscode';
import { UserError } from '../core/userError';

/** The "Langfuse Stack" output channel. The caller disposes it. */
export function createLog(): vscode.LogOutputChannel {
  return vscode.window.createOutputChannel('Langfuse Stack', { log: true });
}

/** An expected failure in its own words, anything else with its stack. */
export function logFailure(log: vscode.LogOutputChannel, error: unknown): void {
  if (error instanceof UserError) log.warn(error.message);
  else log.error(error instanceof Error ? error : String(error));
}

/** For work that nobody waits for and that nobody would be told of: its failure is logged. */
export function inBackground(work: PromiseLike<unknown>, log: vscode.LogOutputChannel): void {
  void work.then(undefined, (error: unknown) => logFailure(log, error));
}
