import * as vscode from 'vscode';
import { escapeMarkdown } from '../core/markdown';
import type { StateKind } from '../core/stack/containerState';
import { describeService, describeUnseen, driftText, stateText } from '../core/stack/serviceText';
import { isRunning } from '../core/stack/serviceState';
import type { ReplicaState, ServiceState } from '../core/stack/serviceState';

/** A row of the tree; handed to the commands of its menu. One object a service for as long as the view lives. */
export class ServiceRow {
  constructor(readonly service: string) {}
}

/** Shape and colour both tell the state: neither alone reaches everyone. */
const ICONS: Readonly<Record<StateKind, readonly [icon: string, color: string]>> = {
  healthy: ['pass-filled', 'testing.iconPassed'],
  running: ['circle-filled', 'testing.iconPassed'],
  finished: ['check', 'testing.iconPassed'],
  starting: ['loading~spin', 'charts.blue'],
  unhealthy: ['warning', 'problemsWarningIcon.foreground'],
  restarting: ['debug-restart', 'problemsErrorIcon.foreground'],
  failed: ['error', 'problemsErrorIcon.foreground'],
  paused: ['debug-pause', 'problemsWarningIcon.foreground'],
  stopped: ['debug-stop', 'disabledForeground'],
  killed: ['circle-slash', 'problemsWarningIcon.foreground'],
  created: ['circle-outline', 'disabledForeground'],
  'not-created': ['circle-large-outline', 'disabledForeground'],
  unknown: ['question', 'disabledForeground'],
};

const DOUBTFUL = ['pass', 'problemsWarningIcon.foreground'] as const;

/** `lastSeen` is given while the engine does not answer and did before. */
export function serviceItem(
  row: ServiceState,
  lastSeen: ServiceState | undefined,
  projectName: string,
): vscode.TreeItem {
  const item = new vscode.TreeItem(row.name, vscode.TreeItemCollapsibleState.None);
  // Docker goes on calling it healthy until enough healthchecks in a row have failed; green would be a lie.
  const [icon, color] = row.kind === 'healthy' && row.reason !== undefined ? DOUBTFUL : ICONS[row.kind];
  const description = row.kind === 'unknown' ? describeUnseen(lastSeen) : describeService(row);
  item.id = `${projectName}/${row.name}`;
  item.description = description;
  item.iconPath = new vscode.ThemeIcon(icon, new vscode.ThemeColor(color));
  item.tooltip = tooltipOf(row);
  item.contextValue = contextOf(row);
  item.accessibilityInformation = { label: `${row.name}: ${description}` };
  return item;
}

/** Words that the `when` clauses of package.json look for. */
function contextOf(row: ServiceState): string {
  return [
    'service',
    row.role ?? 'other',
    ...(row.replicas.length > 0 ? ['created'] : []),
    ...(isRunning(row) ? ['running'] : []),
    ...(row.drift === undefined ? [] : ['edited']),
  ].join(' ');
}

// Everything but the labels is somebody else's text.
function tooltipOf(row: ServiceState): vscode.MarkdownString {
  const tooltip = new vscode.MarkdownString();
  const line = (label: string, value: string): void => {
    if (value === '') return;
    if (tooltip.value !== '') tooltip.appendMarkdown('  \n');
    tooltip.appendMarkdown(`**${label}** ${escapeMarkdown(value)}`);
  };
  line('Service', row.isDeclared ? row.name : `${row.name} (not in the compose file)`);
  line('State', row.reason === undefined ? stateText(row) : `${stateText(row)}: ${row.reason}`);
  if (row.drift !== undefined) line('Edited since up', driftText(row.drift));
  line('Image', row.image ?? '');
  line(
    'Ports',
    row.ports.map(({ hostIp, published, target }) => `${hostIp}:${published} → ${target}`).join(', '),
  );
  for (const replica of row.replicas) line('Container', describeReplica(replica, row.replicas.length > 1));
  return tooltip;
}

function describeReplica(replica: ReplicaState, isOneOfMany: boolean): string {
  const { containerName, startedAt, restartCount, kind, reason } = replica;
  return [
    containerName,
    ...(isOneOfMany ? [reason === undefined ? kind : `${kind}: ${reason}`] : []),
    ...(startedAt === undefined ? [] : [`started ${new Date(startedAt).toLocaleString()}`]),
    ...(restartCount === 0 ? [] : [`restarted ${restartCount}×`]),
  ].join(', ');
}
