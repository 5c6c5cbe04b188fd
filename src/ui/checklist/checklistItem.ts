import * as vscode from 'vscode';
import type { ChecklistItem, ItemId, ItemState } from '../../core/checklist/checklist';
import { shorten } from '../../core/stack/serviceText';
import { commands } from '../ids';

/** One row: ticked or not, what was seen, and on a click what brings it about. */
export function checklistItem({ id, label, state, detail }: ChecklistItem): vscode.TreeItem {
  const { icon, color, spoken } = LOOKS[state];
  const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.None);
  item.id = `checklist/${id}`;
  item.description = shorten(detail);
  item.iconPath = new vscode.ThemeIcon(icon, color === undefined ? undefined : new vscode.ThemeColor(color));
  item.contextValue = `checklist ${id} ${state}`;
  const remedy = REMEDIES[id];
  if (state !== 'done') item.command = { command: remedy.command, title: remedy.title };
  const hint = state === 'done' ? '' : `Click: ${remedy.title}`;
  const lines = [`${label}: ${spoken}`, detail, hint].filter((line) => line !== '');
  item.tooltip = new vscode.MarkdownString().appendText(lines.join('\n'));
  item.accessibilityInformation = { label: lines.join('. ') };
  return item;
}

interface Look {
  readonly icon: string;
  readonly color: string | undefined;
  readonly spoken: string;
}

const LOOKS: Readonly<Record<ItemState, Look>> = {
  done: { icon: 'pass', color: 'testing.iconPassed', spoken: 'done' },
  open: { icon: 'circle-large-outline', color: undefined, spoken: 'not done yet' },
  failed: { icon: 'error', color: 'testing.iconFailed', spoken: 'not as it must be' },
  unknown: { icon: 'question', color: 'disabledForeground', spoken: 'not known' },
};

const LOOK_AGAIN = { command: commands.refreshChecklist, title: 'Look Again' };

/** What brings an item about; for what only the operator can do, a new look. */
const REMEDIES: Readonly<Record<ItemId, { readonly command: string; readonly title: string }>> = {
  engine: LOOK_AGAIN,
  compose: LOOK_AGAIN,
  secrets: { command: commands.createSecrets, title: 'Create Secrets' },
  ports: LOOK_AGAIN,
  services: { command: commands.up, title: 'Up' },
  answers: { command: commands.probe, title: 'Probe' },
};
