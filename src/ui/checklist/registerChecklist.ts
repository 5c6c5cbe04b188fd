import * as vscode from 'vscode';
import type { ChecklistItem, ItemId } from '../../core/checklist/item';
import { commands, contextKeys, views } from '../ids';
import type { LiveStack } from '../liveStack';
import { inBackground } from '../log';
import { registerCommand } from '../registerCommand';
import type { StackTools } from '../stackCommands';
import { checklistItem } from './checklistItem';
import { ChecklistSource } from './checklistSource';

/** Several things change at once when a stack starts: they are looked at together. */
const SETTLE_MS = 500;

/** Context keys that the walkthrough waits for. */
const STEP_KEYS: ReadonlyMap<ItemId, string> = new Map([
  ['engine', contextKeys.engineReady],
  ['secrets', contextKeys.secretsReady],
  ['answers', contextKeys.stackAnswers],
  ['owner', contextKeys.ownerExists],
]);

/** The Checklist view and its refresh. The caller disposes the result. */
export function registerChecklist(tools: StackTools, live: LiveStack): vscode.Disposable {
  const view = new ChecklistView(new ChecklistSource(tools, live), live, tools);
  const refresh = registerCommand(commands.refreshChecklist, tools.log, async () => {
    live.start();
    await view.lookAnew();
  });
  return vscode.Disposable.from(view, refresh);
}

/** The Checklist view. Looks while it is visible, whenever something may have changed, and never otherwise. */
class ChecklistView implements vscode.TreeDataProvider<ChecklistItem> {
  private readonly didChange = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.didChange.event;

  private readonly view: vscode.TreeView<ChecklistItem>;
  private readonly subscriptions: readonly { dispose(): void }[];
  private items: readonly ChecklistItem[] | undefined;
  private onlooker: vscode.Disposable | undefined;
  private settling: NodeJS.Timeout | undefined;
  /** Of the look that goes on; a newer one ends it. */
  private looking: AbortController | undefined;
  private newest: Promise<void> | undefined;
  private readonly log: vscode.LogOutputChannel;

  constructor(
    private readonly source: ChecklistSource,
    private readonly live: LiveStack,
    { probes, log }: Pick<StackTools, 'probes' | 'log'>,
  ) {
    this.log = log;
    this.view = vscode.window.createTreeView(views.checklist, { treeDataProvider: this });
    this.subscriptions = [
      this.view,
      this.didChange,
      this.view.onDidChangeVisibility(() => this.follow()),
      live.onDidChange(() => this.lookSoon()),
      probes.onDidChange(() => this.lookSoon()),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.follow()),
      // Whoever comes back may have signed up in the browser, which no event of the engine tells.
      vscode.window.onDidChangeWindowState(({ focused }) => {
        if (focused) this.lookSoon('anew');
      }),
    ];
    this.follow();
  }

  dispose(): void {
    this.rest();
    vscode.Disposable.from(...this.subscriptions).dispose();
  }

  getTreeItem(item: ChecklistItem): vscode.TreeItem {
    return checklistItem(item);
  }

  async getChildren(parent?: ChecklistItem): Promise<ChecklistItem[]> {
    if (parent !== undefined || !vscode.workspace.isTrusted) return [];
    // The view shows that it is loading until the first look is over.
    if (this.items === undefined && this.view.visible) await (this.newest ?? this.look());
    return [...(this.items ?? [])];
  }

  /** Looks also at what is not asked at every look. */
  lookAnew(): Promise<void> {
    this.source.forget();
    return this.look();
  }

  /** Resolves when the view shows what is true now, or a newer look has taken over. */
  look(): Promise<void> {
    this.newest = this.lookNow();
    return this.newest;
  }

  private async lookNow(): Promise<void> {
    this.looking?.abort();
    const looking = (this.looking = new AbortController());
    try {
      const items = await this.source.look(looking.signal);
      if (this.looking !== looking) return;
      this.show(items);
    } catch (error) {
      if (!looking.signal.aborted) throw error;
    } finally {
      if (this.looking === looking) this.looking = undefined;
    }
  }

  private follow(): void {
    if (!this.view.visible || !vscode.workspace.isTrusted) {
      this.rest();
      return;
    }
    this.onlooker ??= this.live.show();
    inBackground(this.look(), this.log);
  }

  private rest(): void {
    clearTimeout(this.settling);
    this.looking?.abort();
    this.looking = undefined;
    this.onlooker?.dispose();
    this.onlooker = undefined;
  }

  private lookSoon(how?: 'anew'): void {
    if (this.onlooker === undefined) return;
    if (how === 'anew') this.source.forget();
    clearTimeout(this.settling);
    this.settling = setTimeout(() => inBackground(this.look(), this.log), SETTLE_MS);
  }

  private show(items: readonly ChecklistItem[]): void {
    this.items = items;
    this.view.description = `${items.filter(({ state }) => state === 'done').length} of ${items.length}`;
    this.didChange.fire(undefined);
    for (const { id, state } of items) {
      const key = STEP_KEYS.get(id);
      if (key !== undefined) void vscode.commands.executeCommand('setContext', key, state === 'done');
    }
  }
}
