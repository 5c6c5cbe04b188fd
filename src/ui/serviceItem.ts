import * as vscode from 'vscode';
import type { StateKind } from '../core/stack/containerState';
import { canRecreate, canStart, canStop } from '../core/stack/serviceActions';
import { needsNewContainer } from '../core/stack/drift';
import { describeService, describeUnseen } from '../core/stack/serviceText';
import { isRunning, wellnessOf } from '../core/stack/serviceState';
import type { ServiceState, WithCause } from '../core/stack/serviceState';

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

export function stateIcon(state: WithCause): vscode.ThemeIcon {
  const { kind, reason } = state;
  // Docker goes on calling it healthy until enough healthchecks in a row have failed; green would be a lie.
  const [icon, color] = kind === 'healthy' && reason !== undefined ? DOUBTFUL : ICONS[shownKind(state)];
  return new vscode.ThemeIcon(icon, new vscode.ThemeColor(color));
}

// What will never get well must not spin, nor be green.
function shownKind(state: WithCause): StateKind {
  const isHopeless =
    wellnessOf(state) === 'failing' && wellnessOf({ ...state, cause: undefined }) !== 'failing';
  return isHopeless ? 'unhealthy' : state.kind;
}

/**
 * `lastSeen` is given while the engine does not answer and did before. The tooltip is made when somebody hovers: it
 * holds what only the engine knows.
 */
export function serviceItem(
  row: ServiceState,
  lastSeen: ServiceState | undefined,
  projectName: string,
): vscode.TreeItem {
  const { Collapsed, None } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(row.name, row.replicas.length > 0 ? Collapsed : None);
  const description = row.kind === 'unknown' ? describeUnseen(lastSeen) : describeService(row);
  item.id = `${projectName}/${row.name}`;
  item.description = description;
  item.iconPath = stateIcon(row);
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
    ...(canStart(row) ? ['startable'] : []),
    ...(canStop(row) ? ['stoppable'] : []),
    ...(canRecreate(row) ? ['recreatable'] : []),
    ...(needsNewContainer(row.drift) ? ['edited'] : []),
  ].join(' ');
}
