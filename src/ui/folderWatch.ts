import * as vscode from 'vscode';

const STACK_FILES = '{.env,.env.*,*.env,*.yaml,*.yml}';

export interface FolderWatch {
  readonly folder: string;
  readonly dispose: () => void;
}

/** Calls whenever a file of a folder comes, changes or goes that compose may read. */
export function watchFolder(folder: string, changed: () => void): FolderWatch {
  const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, STACK_FILES));
  const subscriptions = [
    watcher,
    watcher.onDidCreate(changed),
    watcher.onDidChange(changed),
    watcher.onDidDelete(changed),
  ];
  return {
    folder,
    dispose: () => {
      vscode.Disposable.from(...subscriptions).dispose();
    },
  };
}
