import * as vscode from 'vscode';
import type { Sighting } from '../../adapters/serviceMonitor';
import type { LoadedStack } from '../../adapters/stackFiles';
import { commands } from '../ids';
import { openCommand } from './openPlace';

export const ENGINE_SILENT = 'Docker does not answer';

/** The row that says why nothing is known of the others. */
export function engineItem(sighting: Sighting): vscode.TreeItem {
  const since = sighting.kind === 'stale' ? sighting.since : undefined;
  const age = since === undefined ? '' : `last seen at ${new Date(since).toLocaleTimeString()}, `;
  return noticeItem(ENGINE_SILENT, `${age}click to retry`, failureOf(sighting), {
    command: commands.refreshServices,
    title: 'Try Again',
  });
}

/** Why the engine does not answer, and what to do; empty while it does. */
export function failureOf(sighting: Sighting): string {
  return sighting.kind === 'stale' ? sighting.failure.message : '';
}

/** The row that says what keeps compose from loading the files. */
export function filesItem(stack: LoadedStack): vscode.TreeItem {
  const [first, ...others] = stack.project.problems;
  if (first === undefined) return new vscode.TreeItem('');
  const more = others.length === 0 ? '' : ` And ${others.length} more; see the Problems view.`;
  return noticeItem(
    'The stack does not load',
    first.message,
    `${first.path}: ${first.message}${more}`,
    openCommand(stack, first),
  );
}

function noticeItem(
  label: string,
  description: string,
  tooltip: string,
  command: vscode.Command,
): vscode.TreeItem {
  const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.None);
  item.id = `notice/${label}`;
  item.description = description;
  item.tooltip = new vscode.MarkdownString().appendText(tooltip);
  item.iconPath = new vscode.ThemeIcon('warning', new vscode.ThemeColor('problemsWarningIcon.foreground'));
  item.command = command;
  item.accessibilityInformation = { label: `${label}: ${description}` };
  return item;
}
