import { basename, dirname, extname, sep } from 'node:path';
import * as vscode from 'vscode';
import { loadStack } from '../adapters/stackFiles';
import type { LoadedStack } from '../adapters/stackFiles';
import { UserError } from '../core/userError';
import { contextKeys } from './ids';

const BASE_FILES = '**/{compose,docker-compose}.{yaml,yml}';
const NOT_STACKS = '**/{node_modules,.git,dist,out,vendor}/**';
/** A workspace with more compose files than this is a collection, not a stack to operate. */
const MAX_STACKS = 50;

const IGNORED_PATH = /\/(?:node_modules|\.git|dist|out|vendor)(?:\/|$)/;
const STACK_FILE = /^(?:(?:docker-)?compose\.ya?ml|\.env)$/;
const FILLING_MS = 300;

/** The folders of the workspace that hold a compose file. */
export class Stacks implements vscode.Disposable {
  private readonly didChange = new vscode.EventEmitter<void>();
  /** A stack was found or lost. Edits inside a stack's files do not fire. */
  readonly onDidChange = this.didChange.event;

  private readonly watcher = vscode.workspace.createFileSystemWatcher(BASE_FILES, false, true, true);
  // A folder that comes or goes is one event, without one for each file inside.
  private readonly paths = vscode.workspace.createFileSystemWatcher('**', false, true, false);
  private readonly subscriptions = [
    this.watcher,
    this.watcher.onDidCreate(() => void this.find()),
    this.paths,
    this.paths.onDidCreate((uri) => void this.findIfFolder(uri)),
    this.paths.onDidDelete(({ fsPath }) => {
      const holds = (folder: string) => `${folder}${sep}`.startsWith(`${fsPath}${sep}`);
      const isInStack = this.folders.includes(dirname(fsPath));
      if (isInStack || this.folders.some(holds)) void this.find();
    }),
    // Watching may miss what appears just after its folder did; what is open is there for certain.
    vscode.workspace.onDidOpenTextDocument(({ uri }) => {
      const isUnknown = uri.scheme === 'file' && !this.folders.includes(dirname(uri.fsPath));
      if (isUnknown && STACK_FILE.test(basename(uri.fsPath))) void this.find();
    }),
    vscode.workspace.onDidChangeWorkspaceFolders(() => void this.find()),
  ];
  private folderTimer: NodeJS.Timeout | undefined;
  private isDisposed = false;
  private folders: readonly string[] = [];
  private search: Promise<void> | undefined;

  dispose(): void {
    this.isDisposed = true;
    clearTimeout(this.folderTimer);
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

  /** A folder may arrive full, or be filled in the next moment. */
  private async findIfFolder(uri: vscode.Uri): Promise<void> {
    if (!(await isFolder(uri)) || this.isDisposed) return;
    clearTimeout(this.folderTimer);
    this.folderTimer = setTimeout(() => void this.find(), FILLING_MS);
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

async function isFolder(uri: vscode.Uri): Promise<boolean> {
  // Most files have an extension, and most that are created in bulk lie where no stack is looked for.
  if (extname(uri.fsPath) !== '' || IGNORED_PATH.test(uri.path)) return false;
  try {
    return (await vscode.workspace.fs.stat(uri)).type === vscode.FileType.Directory;
  } catch (error) {
    // It was gone again before it was looked at.
    if (error instanceof vscode.FileSystemError) return false;
    throw error;
  }
}
