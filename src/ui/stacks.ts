import { basename, dirname, extname, sep } from 'node:path';
import * as vscode from 'vscode';
import { loadStack } from '../adapters/stackFiles';
import type { LoadedStack } from '../adapters/stackFiles';
import { stackFolders } from '../adapters/stackFolders';
import { UserError } from '../core/userError';
import { contextKeys } from './ids';

const BASE_FILES = '**/{compose,docker-compose}.{yaml,yml}';
const ENV_FILES = '**/.env';
const NOT_STACKS = '**/{node_modules,.git,dist,out,vendor}/**';
/** A workspace with more compose files than this is a collection, not a stack to operate. */
const MAX_STACKS = 50;

const IGNORED_PATH = /\/(?:node_modules|\.git|dist|out|vendor)(?:\/|$)/;
const STACK_FILE = /^(?:(?:docker-)?compose\.ya?ml|\.env)$/;
const FILLING_MS = 300;
/** Where the choice of the active stack is kept. */
const ACTIVE_KEY = 'activeStack';

/** The folders of the workspace that hold a stack, and which of them the views and commands are about. */
export class Stacks implements vscode.Disposable {
  private readonly didChange = new vscode.EventEmitter<void>();
  /** A stack was found or lost, or another one is active. Edits inside a stack's files do not fire. */
  readonly onDidChange = this.didChange.event;

  private readonly watcher = vscode.workspace.createFileSystemWatcher(BASE_FILES, false, true, true);
  // Its COMPOSE_FILE may make a stack of its folder.
  private readonly envWatcher = vscode.workspace.createFileSystemWatcher(ENV_FILES);
  // A folder that comes or goes is one event, without one for each file inside.
  private readonly paths = vscode.workspace.createFileSystemWatcher('**', false, true, false);
  private readonly subscriptions = [
    this.watcher,
    this.watcher.onDidCreate(() => void this.find()),
    this.envWatcher,
    this.envWatcher.onDidCreate(() => void this.find()),
    this.envWatcher.onDidChange(() => void this.find()),
    this.envWatcher.onDidDelete(() => void this.find()),
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

  /** `memory` keeps the choice of the active stack for this workspace. */
  constructor(private readonly memory: vscode.Memento) {}

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
    const folders = await this.list();
    const chosen = this.memory.get<string>(ACTIVE_KEY);
    // One that is gone may come back, as with another branch, so the choice is kept.
    return folders.find((folder) => folder === chosen) ?? folders[0];
  }

  /** Makes a stack the active one, also in later sessions. */
  async select(folder: string): Promise<void> {
    if ((await this.active()) === folder) return;
    await this.memory.update(ACTIVE_KEY, folder);
    this.didChange.fire();
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
    const [composeFiles, envFiles] = await Promise.all([findPaths(BASE_FILES), findPaths(ENV_FILES)]);
    const found = (await stackFolders(composeFiles, envFiles)).toSorted(
      (a, b) => a.split(sep).length - b.split(sep).length || a.localeCompare(b),
    );
    const hasChanged = found.join('\n') !== this.folders.join('\n');
    this.folders = found;
    await Promise.all([
      vscode.commands.executeCommand('setContext', contextKeys.hasStack, found.length > 0),
      vscode.commands.executeCommand('setContext', contextKeys.hasSeveralStacks, found.length > 1),
    ]);
    if (hasChanged) this.didChange.fire();
  }
}

async function findPaths(pattern: string): Promise<readonly string[]> {
  const files = await vscode.workspace.findFiles(pattern, NOT_STACKS, MAX_STACKS);
  return files.map(({ fsPath }) => fsPath);
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
