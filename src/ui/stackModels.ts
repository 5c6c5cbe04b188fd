import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import * as vscode from 'vscode';
import { loadStack } from '../adapters/stackFiles';
import type { LoadedStack } from '../adapters/stackFiles';
import { UserError } from '../core/userError';
import { CHECKED_FILES, CHECKED_NAME } from './checkedFiles';
import type { Stacks } from './stacks';

/** A document as a part of the stack that reads it. */
export interface StackDocument {
  readonly stack: LoadedStack;
  /** Relative to the stack's folder, as in `stack.texts`. */
  readonly path: string;
}

/**
 * The stacks of the workspace as they are now: unsaved texts of open editors over the disk. A stack is loaded when
 * somebody asks and kept until one of its files changes. Nothing is loaded for files that no stack can read.
 */
export class StackModels implements vscode.Disposable {
  private readonly didChange = new vscode.EventEmitter<void>();
  /** What was loaded no longer holds. */
  readonly onDidChange = this.didChange.event;
  private readonly didLoad = new vscode.EventEmitter<LoadedStack>();
  readonly onDidLoad = this.didLoad.event;

  private readonly watcher = vscode.workspace.createFileSystemWatcher(CHECKED_FILES);
  private readonly subscriptions: readonly vscode.Disposable[];
  private readonly loading = new Map<string, Promise<LoadedStack>>();
  /** Absolute paths of what each stack read when it was last loaded. */
  private readonly knownFiles = new Map<string, ReadonlySet<string>>();

  constructor(private readonly stacks: Stacks) {
    const changed = (uri: vscode.Uri) => this.forget(uri);
    this.subscriptions = [
      this.watcher,
      this.watcher.onDidCreate(changed),
      this.watcher.onDidChange(changed),
      this.watcher.onDidDelete(changed),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.forget(document.uri)),
      vscode.workspace.onDidSaveTextDocument(({ uri }) => this.forget(uri)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.forget(uri)),
      stacks.onDidChange(() => this.forgetAll()),
    ];
  }

  dispose(): void {
    this.loading.clear();
    vscode.Disposable.from(...this.subscriptions, this.didChange, this.didLoad).dispose();
  }

  /** The stack in a folder. Throws a UserError when it cannot be loaded. */
  load(folder: string): Promise<LoadedStack> {
    const known = this.loading.get(folder);
    if (known !== undefined) return known;
    const loading = loadStack(folder, { environment: process.env, overlay: this.unsavedTexts() });
    this.loading.set(folder, loading);
    loading.then(
      (stack) => {
        if (this.loading.get(folder) !== loading) return;
        this.knownFiles.set(folder, new Set([...stack.texts.keys()].map((path) => resolve(folder, path))));
        this.didLoad.fire(stack);
      },
      () => {
        // Whoever asks next tries again.
        if (this.loading.get(folder) === loading) this.loading.delete(folder);
      },
    );
    return loading;
  }

  /** The innermost stack that reads a document; undefined when none does, or when it cannot be loaded. */
  async find(document: vscode.TextDocument): Promise<StackDocument | undefined> {
    const file = document.uri.fsPath;
    if (document.uri.scheme !== 'file') return undefined;
    for (const folder of await this.candidates(file)) {
      try {
        const stack = await this.load(folder);
        const path = pathIn(folder, file);
        const found = [path, file].find((candidate) => stack.texts.has(candidate));
        if (found !== undefined) return { stack, path: found };
      } catch (error) {
        // The check of the stack says what is wrong with its folder.
        if (!(error instanceof UserError)) throw error;
      }
    }
    return undefined;
  }

  /** Whether a stack read this file when it was last loaded. */
  reads(file: string): boolean {
    return [...this.knownFiles.values()].some((files) => files.has(file));
  }

  /** Folders whose stack may read a file, the nearest first. */
  private async candidates(file: string): Promise<readonly string[]> {
    const folders = await this.stacks.list();
    const isAround = (folder: string) => file.startsWith(folder + sep);
    const around = folders.filter(isAround).sort((a, b) => b.length - a.length);
    const others = folders.filter((folder) => !isAround(folder) && this.knownFiles.get(folder)?.has(file));
    return [...around, ...others];
  }

  /** For a change that nothing here has seen, such as of a file outside of the workspace. */
  forgetStack(folder: string): void {
    if (this.loading.delete(folder)) this.didChange.fire();
  }

  private forget({ scheme, fsPath }: vscode.Uri): void {
    if (scheme !== 'file') return;
    const concerned = [...this.loading.keys()].filter(
      (folder) =>
        this.knownFiles.get(folder)?.has(fsPath) === true ||
        (CHECKED_NAME.test(fsPath) && fsPath.startsWith(folder + sep)),
    );
    for (const folder of concerned) this.loading.delete(folder);
    if (concerned.length > 0) this.didChange.fire();
  }

  private forgetAll(): void {
    this.loading.clear();
    this.knownFiles.clear();
    this.didChange.fire();
  }

  /**
   * By absolute path. What is saved is read from the disk: a document may stay in memory after its editor was closed
   * and its file deleted.
   */
  private unsavedTexts(): ReadonlyMap<string, string> {
    return new Map(
      vscode.workspace.textDocuments
        .filter(({ uri, isDirty }) => isDirty && uri.scheme === 'file')
        .filter(({ uri }) => CHECKED_NAME.test(uri.fsPath) || this.reads(uri.fsPath))
        .map((document) => [document.uri.fsPath, document.getText()]),
    );
  }
}

/** As the stack names it: with forward slashes. */
function pathIn(folder: string, file: string): string {
  const path = relative(folder, file);
  return isAbsolute(path) ? file : path.split(sep).join('/');
}

/** The file that a path of a stack names. */
export function uriIn({ folder }: Pick<LoadedStack, 'folder'>, path: string): vscode.Uri {
  return vscode.Uri.file(isAbsolute(path) ? path : join(folder, path));
}
