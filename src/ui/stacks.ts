import { dirname, sep } from 'node:path';
import * as vscode from 'vscode';
import { loadStack } from '../adapters/stackFiles';
import type { LoadedStack } from '../adapters/stackFiles';
import { UserError } from '../core/userError';
import { contextKeys } from './ids';

const BASE_FILES = '**/{compose,docker-compose}.{yaml,yml}';
const NOT_STACKS = '**/{node_modules,.git,dist,out,vendor}/**';
/** A workspace with more compose files than this is a collection, not a stack to operate. */
const MAX_STACKS = 50;

/** The folders of the workspace that hold a compose file. */
export class Stacks implements vscode.Disposable {
  private readonly didChange = new vscode.EventEmitter<void>();
  /** A stack was found or lost. Edits inside a stack's files do not fire. */
  readonly onDidChange = this.didChange.event;

  private readonly watcher = vscode.workspace.createFileSystemWatcher(BASE_FILES, false, true, true);
  // The deletion of a folder is one event, without one for each file inside.
  private readonly deletions = vscode.workspace.createFileSystemWatcher('**', true, true, false);
  private readonly subscriptions = [
    this.watcher,
    this.watcher.onDidCreate(() => void this.find()),
    this.deletions,
    this.deletions.onDidDelete(({ fsPath }) => {
      const holds = (folder: string) => `${folder}${sep}`.startsWith(`${fsPath}${sep}`);
      const isInStack = this.folders.includes(dirname(fsPath));
      if (isInStack || this.folders.some(holds)) void this.find();
    }),
    vscode.workspace.onDidChangeWorkspaceFolders(() => void this.find()),
  ];
  private folders: readonly string[] = [];
  private search: Promise<void> | undefined;

  dispose(): void {
    vscode.Disposable.from(...this.subscriptions, this.didChange).dispose();
  }

  /** Absolute paths, those nearest to a workspace root first. */
  async list(): Promise<readonly string[]> {
    await (this.search ?? this.find());
    return this.folders;
  }

  /** The stack that the tree and the commands are about; undefined without one. */
  async active(): Promise<string | undefined> {
    return (await this.list())[0];
  }

  /** Loads the active stack from disk. Throws a UserError when the workspace has none. */
  async loadActive(): Promise<LoadedStack> {
    const folder = await this.active();
    if (folder === undefined)
      throw new UserError('No compose file was found in this workspace. Open the folder of your stack.');
    return loadStack(folder, { environment: process.env });
  }

  // One search after the other: an older result must not replace a newer one.
  private find(): Promise<void> {
    const next = () => this.searchOnce();
    const search = (this.search ?? Promise.resolve()).then(next, next);
    this.search = search;
    // A failed search is the failure of those who wait for it; the next who asks searches again.
    search.catch(() => {
      if (this.search === search) this.search = undefined;
    });
    return search;
  }

  private async searchOnce(): Promise<void> {
    const files = await vscode.workspace.findFiles(BASE_FILES, NOT_STACKS, MAX_STACKS);
    const found = [...new Set(files.map((file) => dirname(file.fsPath)))].sort(
      (a, b) => a.split(sep).length - b.split(sep).length || a.localeCompare(b),
    );
    const hasChanged = found.join('\n') !== this.folders.join('\n');
    this.folders = found;
    await vscode.commands.executeCommand('setContext', contextKeys.hasStack, found.length > 0);
    if (hasChanged) this.didChange.fire();
  }
}
