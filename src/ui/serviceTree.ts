import * as vscode from 'vscode';
import { systemClock } from '../adapters/clock';
import type { DockerEngine } from '../adapters/docker';
import type { StackView } from '../adapters/stackView';
import { VolumeSizes } from '../adapters/volumeSizes';
import { detailsOf } from '../core/stack/serviceDetails';
import { changedServices, needingAttention } from '../core/stack/serviceState';
import type { ServiceState } from '../core/stack/serviceState';
import { summarize } from '../core/stack/serviceText';
import { commands, contextKeys, views } from './ids';
import type { LiveStack } from './liveStack';
import { registerCommand } from './registerCommand';
import { ServiceRow, serviceItem } from './serviceItem';
import { DetailRow, detailItem } from './tree/detailItem';
import { hoverFacts, volumeTooltip } from './tree/hoverFacts';
import { ENGINE_SILENT, engineItem, failureOf, filesItem } from './tree/noticeItem';
import { placeOfEdit } from './tree/openPlace';
import { serviceTooltip } from './tree/serviceTooltip';

type Services = Extract<StackView, { kind: 'services' }>;
/** `engine` and `files` are rows that say what keeps the others from being known, or from starting. */
type TopRow = ServiceRow | 'engine' | 'files';
type Row = TopRow | DetailRow;

/** The Services view and its refresh. The caller disposes the result. */
export function registerServiceTree(
  live: LiveStack,
  engine: DockerEngine,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  const tree = new ServiceTree(live, engine);
  const refresh = registerCommand(commands.refreshServices, log, () => {
    live.start();
    live.refresh();
    return Promise.resolve();
  });
  return vscode.Disposable.from(tree, refresh);
}

/** The Services view: one row a service, as it is now, and below it what it consists of. */
class ServiceTree implements vscode.TreeDataProvider<Row> {
  private readonly didChange = new vscode.EventEmitter<Row[] | undefined>();
  readonly onDidChangeTreeData = this.didChange.event;

  private readonly view: vscode.TreeView<Row>;
  private readonly subscriptions: readonly { dispose(): void }[];
  private readonly rows = new Map<string, ServiceRow>();
  private readonly volumeSizes: VolumeSizes;
  private shown: StackView | undefined;
  private looking: vscode.Disposable | undefined;

  constructor(
    private readonly live: LiveStack,
    private readonly engine: DockerEngine,
  ) {
    this.volumeSizes = new VolumeSizes(engine, systemClock);
    this.view = vscode.window.createTreeView(views.services, { treeDataProvider: this });
    this.subscriptions = [
      this.view,
      this.didChange,
      live.onDidChange(() => this.update()),
      this.view.onDidChangeVisibility(() => this.lookWhileVisible()),
    ];
    this.lookWhileVisible();
  }

  dispose(): void {
    this.looking?.dispose();
    vscode.Disposable.from(...this.subscriptions).dispose();
  }

  async getTreeItem(row: Row): Promise<vscode.TreeItem> {
    const view = this.shown;
    if (view?.kind !== 'services') return new vscode.TreeItem('');
    if (row === 'engine') return engineItem(view.sighting);
    if (row === 'files') return filesItem(view.stack);
    const { stack } = view;
    if (row instanceof DetailRow) {
      const { service, detail } = row;
      const place = detail.kind === 'edit' ? await placeOfEdit(stack, service, detail) : undefined;
      return detailItem(row, stack, place, sayMoment);
    }
    const state = stateOf(view.rows, row);
    if (state === undefined) return new vscode.TreeItem(row.service);
    return serviceItem(state, stateOf(view.lastRows, row), stack.project.name);
  }

  /** Completes the tooltip by what is asked of the engine only when somebody wants to know. */
  async resolveTreeItem(
    item: vscode.TreeItem,
    row: Row,
    token: vscode.CancellationToken,
  ): Promise<vscode.TreeItem> {
    const view = this.shown;
    if (view?.kind !== 'services') return item;
    if (row instanceof DetailRow && row.detail.kind === 'volume')
      item.tooltip = await volumeTooltip(this.volumeSizes, row.detail.volume.name);
    const state = row instanceof ServiceRow ? stateOf(view.rows, row) : undefined;
    if (state === undefined) return item;
    const shownFirst = state.replicas.find(({ kind }) => kind === state.kind)?.containerId;
    const container = this.live.containers?.find(({ id }) => id === shownFirst);
    const facts =
      container === undefined ? {} : await hoverFacts(this.engine, view.stack.project, container, token);
    item.tooltip = serviceTooltip(state, facts);
    return item;
  }

  async getChildren(parent?: Row): Promise<Row[]> {
    if (parent !== undefined) return parent instanceof ServiceRow ? this.detailRows(parent) : [];
    this.live.start();
    // The view shows that it is loading until there is something to show.
    while (this.shown === undefined && vscode.workspace.isTrusted) await this.nextUpdate();
    return this.rowsOf(this.shown);
  }

  private lookWhileVisible(): void {
    if (this.view.visible) this.looking ??= this.live.show();
    else {
      this.looking?.dispose();
      this.looking = undefined;
    }
  }

  private detailRows(row: ServiceRow): DetailRow[] {
    const view = this.shown;
    if (view?.kind !== 'services') return [];
    const state = stateOf(view.rows, row);
    if (state === undefined) return [];
    const declared = view.stack.project.services.get(row.service);
    return detailsOf(state, declared).map((detail) => new DetailRow(row.service, detail));
  }

  private nextUpdate(): Promise<void> {
    return new Promise((resolve) => {
      const listener = this.live.onDidChange(() => {
        listener.dispose();
        resolve();
      });
    });
  }

  private update(): void {
    const before = this.shown;
    const after = this.live.view;
    this.shown = after;
    this.describe(after);
    const changed = before?.kind === 'services' && after?.kind === 'services' && this.changes(before, after);
    if (changed === false) this.didChange.fire(undefined);
    else if (changed.length > 0) this.didChange.fire(changed);
  }

  /** The rows whose looks differ; false when rows came or went, so that all must be drawn again. */
  private changes(before: Services, after: Services): TopRow[] | false {
    const rows = this.rowsOf(after);
    const old = this.rowsOf(before);
    if (rows.length !== old.length || rows.some((row, index) => row !== old[index])) return false;
    const names = new Set([
      ...changedServices(before.rows, after.rows),
      ...changedServices(before.lastRows, after.lastRows),
    ]);
    return rows.filter((row) => typeof row === 'string' || names.has(row.service));
  }

  private rowsOf(view: StackView | undefined): TopRow[] {
    if (view?.kind !== 'services') return [];
    return [
      ...(view.sighting.kind === 'stale' ? ['engine' as const] : []),
      ...(view.stack.project.problems.length > 0 ? ['files' as const] : []),
      ...view.rows.map(({ name }) => this.rowOf(name)),
    ];
  }

  private rowOf(service: string): ServiceRow {
    const row = this.rows.get(service) ?? new ServiceRow(service);
    this.rows.set(service, row);
    return row;
  }

  /** What the view says about all of its rows together. */
  private describe(view: StackView | undefined): void {
    const reason = view?.kind === 'empty' ? view.reason : undefined;
    void vscode.commands.executeCommand('setContext', contextKeys.welcome, reason);
    if (view?.kind !== 'services') {
      this.view.description = '';
      this.view.badge = undefined;
      this.view.message = '';
      return;
    }
    const { rows, sighting, stack } = view;
    this.view.message = failureOf(sighting);
    const summary = sighting.kind === 'stale' ? 'unknown' : summarize(rows);
    const age = this.live.isWatching ? '' : 'as last seen';
    this.view.description = [stack.project.name, summary, age].filter((part) => part !== '').join(' · ');
    this.view.badge = sighting.kind === 'stale' ? { value: 1, tooltip: ENGINE_SILENT } : badgeFor(rows);
  }
}

function stateOf(rows: readonly ServiceState[], { service }: ServiceRow): ServiceState | undefined {
  return rows.find(({ name }) => name === service);
}

function sayMoment(time: string): string {
  return new Date(time).toLocaleString(vscode.env.language, {
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
  });
}

function badgeFor(rows: readonly ServiceState[]): vscode.ViewBadge | undefined {
  const names = needingAttention(rows).map(({ name }) => name);
  if (names.length === 0) return undefined;
  return { value: names.length, tooltip: `Needs attention: ${names.join(', ')}` };
}
