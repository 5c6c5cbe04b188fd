import * as vscode from 'vscode';
import { TokenSignal } from './convert';
import { withoutLinks } from './notify';

export type Outcome = 'done' | 'cancelled';

/**
 * Shows work in a notification that can be cancelled. What the work throws after a cancellation is taken for its end;
 * anything else passes through.
 */
export function runWithProgress(
  title: string,
  work: (signal: AbortSignal, report: (message: string) => void) => Promise<void>,
): Thenable<Outcome> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, async (progress, token): Promise<Outcome> => {
    const cancel = new TokenSignal(token);
    try {
      await work(cancel.signal, (message) => progress.report({ message: withoutLinks(message) }));
      return 'done';
    } catch (error) {
      if (cancel.signal.aborted) return 'cancelled';
      throw error;
    } finally {
      cancel.dispose();
    }
  });
}
