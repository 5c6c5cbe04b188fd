import * as vscode from 'vscode';
import type { Sighting } from '../adapters/serviceMonitor';
import { stackStatus } from '../core/stack/stackStatus';
import type { Freshness } from '../core/stack/stackStatus';
import { views } from './ids';
import type { LiveStack } from './liveStack';
import { affectsProduction, isProduction } from './production';

/**
 * The active stack in the status bar, once somebody has looked at it. It shows what is known and asks for nothing:
 * while nobody looks at the stack, it says when it was last seen.
 */
export function registerStackStatusBar(live: LiveStack): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('langfuseStack.status', vscode.StatusBarAlignment.Left);
  item.name = 'Langfuse Stack';
  item.command = `${views.services}.focus`;
  const update = (): void => {
    const { view } = live;
    const freshness = view?.kind === 'services' ? freshnessOf(view.sighting, live.isWatching) : undefined;
    if (view?.kind !== 'services' || freshness === undefined) {
      item.hide();
      return;
    }
    const { name } = view.stack.project;
    const { text, spoken, needsAttention } = stackStatus(name, view.rows, freshness);
    const isMarked = isProduction(name);
    const mark = isMarked ? ' · production' : '';
    item.text = `${isMarked ? '$(shield)' : '$(layers)'} ${text}${mark}`;
    // Upon the background of a warning the theme's own colour is the one that can be read.
    item.color = isMarked && !needsAttention ? new vscode.ThemeColor('charts.orange') : undefined;
    item.tooltip = `${spoken}${mark === '' ? '' : ' It is marked as production.'}\nClick to see its services.`;
    item.accessibilityInformation = { label: `${spoken}${mark}` };
    item.backgroundColor = needsAttention
      ? new vscode.ThemeColor('statusBarItem.warningBackground')
      : undefined;
    item.show();
  };
  const onConfiguration = vscode.workspace.onDidChangeConfiguration((event) => {
    if (affectsProduction(event)) update();
  });
  return vscode.Disposable.from(item, live.onDidChange(update), onConfiguration);
}

function freshnessOf(sighting: Sighting, isWatching: boolean): Freshness | undefined {
  switch (sighting.kind) {
    case 'none':
      return undefined;
    case 'stale':
      return { kind: 'silent', since: sighting.since === undefined ? undefined : timeOf(sighting.since) };
    case 'live':
      return isWatching ? { kind: 'live' } : { kind: 'paused', seenAt: timeOf(sighting.seenAt) };
  }
}

function timeOf(ms: number): string {
  return new Date(ms).toLocaleTimeString(vscode.env.language, { hour: 'numeric', minute: '2-digit' });
}
