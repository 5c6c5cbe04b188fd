import * as vscode from 'vscode';
import type { ChecklistItem, ItemId, ItemState } from '../../core/checklist/item';
import { shorten } from '../../core/stack/serviceText';
import { commands } from '../ids';

/** One row: ticked or not, what was seen, and on a click what brings it about. */
export function checklistItem({ id, label, state, detail, more = '' }: ChecklistItem): vscode.TreeItem {
  const { icon, color, spoken } = LOOKS[state];
  const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.None);
  item.id = `checklist/${id}`;
  item.description = shorten(detail);
  item.iconPath = new vscode.ThemeIcon(icon, color === undefined ? undefined : new vscode.ThemeColor(color));
  item.contextValue = `checklist ${id} ${state}`;
  const remedy = remedyOf(id, state);
  if (state !== 'done') item.command = { command: remedy.command, title: remedy.title };
  const hint = state === 'done' ? '' : `Click: ${remedy.title}`;
  const lines = [`${label}: ${spoken}`, detail, more, hint].filter((line) => line !== '');
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

interface Remedy {
  readonly command: string;
  readonly title: string;
}

function remedyOf(id: ItemId, state: ItemState): Remedy {
  if (id === 'owner' && state === 'failed')
    return { command: commands.unlockSignUp, title: 'Unlock Sign-Up' };
  return state === 'unknown' && ACCOUNT_ITEMS.has(id) ? LOOK_AGAIN : REMEDIES[id];
}

const ACCOUNT_ITEMS: ReadonlySet<ItemId> = new Set(['owner', 'signUp']);

/** What brings an item about; for what only the operator can do, a new look. */
const REMEDIES: Readonly<Record<ItemId, Remedy>> = {
  engine: LOOK_AGAIN,
  compose: LOOK_AGAIN,
  secrets: { command: commands.createSecrets, title: 'Create Secrets' },
  ports: LOOK_AGAIN,
  services: { command: commands.up, title: 'Up' },
  schema: { command: commands.probe, title: 'Probe' },
  answers: { command: commands.probe, title: 'Probe' },
  owner: { command: commands.openSignUp, title: 'Open Sign-Up Page' },
  signUp: { command: commands.lockSignUp, title: 'Lock Sign-Up' },
};
