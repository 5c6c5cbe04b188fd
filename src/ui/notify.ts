import * as vscode from 'vscode';
import { UserError } from '../core/userError';

/** Offered beside the message; `run` is called when the operator picks it. */
export interface Offer {
  readonly title: string;
  readonly run: () => unknown;
}

// VS Code turns [text](command:…) in a message into a button. Names of containers and files are not ours.
function withoutLinks(message: string): string {
  return message.replace(/\]\(/g, '] (');
}

/** Shows a failure: a UserError in its own words, anything else as a bug whose details are in the log. */
export async function showFailure(
  error: unknown,
  log: vscode.LogOutputChannel,
  offers: readonly Offer[] = [],
): Promise<void> {
  const isExpected = error instanceof UserError;
  const message = isExpected
    ? error.message
    : 'Langfuse Stack met an unexpected error. The log has the details.';
  await choose(vscode.window.showErrorMessage, message, [
    ...offers,
    { title: 'Show Log', run: () => log.show() },
  ]);
}

export async function showInformation(message: string, offers: readonly Offer[] = []): Promise<void> {
  await choose(vscode.window.showInformationMessage, message, offers);
}

export async function showWarning(message: string, offers: readonly Offer[] = []): Promise<void> {
  await choose(vscode.window.showWarningMessage, message, offers);
}

async function choose(
  show: (message: string, ...items: string[]) => Thenable<string | undefined>,
  message: string,
  offers: readonly Offer[],
): Promise<void> {
  const picked = await show(withoutLinks(message), ...offers.map((offer) => offer.title));
  await offers.find((offer) => offer.title === picked)?.run();
}
