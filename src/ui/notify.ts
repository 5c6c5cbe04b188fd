import * as vscode from 'vscode';
import { UserError } from '../core/userError';
import { inBackground, logFailure } from './log';

// Nothing here is awaited: a message may stay as long as the operator likes.

/** Offered beside the message; `run` is called when the operator picks it, and its failure is shown as well. */
export interface Offer {
  readonly title: string;
  readonly run: () => unknown;
}

/** Logs and shows a failure: a UserError in its own words, anything else as a bug whose details are in the log. */
export function showFailure(
  error: unknown,
  log: vscode.LogOutputChannel,
  offers: readonly Offer[] = [],
): void {
  logFailure(log, error);
  const message =
    error instanceof UserError
      ? error.message
      : 'Langfuse Stack met an unexpected error. The log has the details.';
  const showOutput: Offer = { title: 'Show Output', run: () => log.show() };
  inBackground(show(vscode.window.showErrorMessage, message, log, [...offers, showOutput]), log);
}

export function showInformation(
  message: string,
  log: vscode.LogOutputChannel,
  offers: readonly Offer[] = [],
): void {
  inBackground(show(vscode.window.showInformationMessage, message, log, offers), log);
}

export function showWarning(
  message: string,
  log: vscode.LogOutputChannel,
  offers: readonly Offer[] = [],
): void {
  inBackground(show(vscode.window.showWarningMessage, message, log, offers), log);
}

/** VS Code turns [text](command:…) in a message into a button. Names of containers and files are not ours. */
export function withoutLinks(message: string): string {
  return message.replace(/\]\(/g, '] (');
}

async function show(
  ask: (message: string, ...items: string[]) => Thenable<string | undefined>,
  message: string,
  log: vscode.LogOutputChannel,
  offers: readonly Offer[],
): Promise<void> {
  const picked = await ask(withoutLinks(message), ...offers.map(({ title }) => title));
  try {
    await offers.find(({ title }) => title === picked)?.run();
  } catch (error) {
    showFailure(error, log);
  }
}
