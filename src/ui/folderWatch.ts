import { basename, dirname, resolve } from 'node:path';
import * as vscode from 'vscode';
import type { LoadedStack } from '../adapters/stackFiles';

const STACK_FILES = '{.env,.env.*,*.env,*.yaml,*.yml}';
/** The same for one name. */
const STACK_FILE = /^\.env(?:\..*)?$|\.(?:env|ya?ml)$/;

export interface FolderWatch {
  readonly folder: string;
  /** Absolute paths beside the folder's compose and `.env` files, in order. */
  readonly elsewhere: readonly string[];
  readonly dispose: () => void;
}

/**
 * Calls whenever a file of a folder comes, changes or goes that compose may read, and for the files elsewhere that the
 * stack names.
 */
export function watchFolder(folder: string, elsewhere: readonly string[], changed: () => void): FolderWatch {
  const others = watchFiles(elsewhere, changed);
  const own = watch(new vscode.RelativePattern(vscode.Uri.file(folder), STACK_FILES), changed);
  return {
    folder,
    elsewhere,
    dispose: () => {
      vscode.Disposable.from(own, others).dispose();
    },
  };
}

/** Calls whenever one of these files comes, changes or goes. Their paths are absolute. */
export function watchFiles(files: readonly string[], changed: () => void): vscode.Disposable {
  const wanted = new Set(files);
  const folders = new Set(files.map((file) => dirname(file)));
  // Whole folders, as names may hold what a pattern would take for a wildcard.
  const watches = [...folders].map((each) =>
    watch(new vscode.RelativePattern(vscode.Uri.file(each), '*'), ({ fsPath }) => {
      if (wanted.has(fsPath)) changed();
    }),
  );
  return vscode.Disposable.from(...watches);
}

/**
 * What a stack reads beside the files that its folder's own watch sees: included, extended, named and mounted ones,
 * whether there or not.
 */
export function filesElsewhere(stack: LoadedStack): readonly string[] {
  const { folder, project } = stack;
  const mounted = [...project.services.values()].flatMap(({ mounts }) =>
    mounts.filter(({ kind }) => kind === 'bind').map(({ source }) => resolve(folder, source)),
  );
  return [...new Set([...filesRead(stack), ...mounted])]
    .filter((file) => dirname(file) !== folder || !STACK_FILE.test(basename(file)))
    .sort();
}

/** Absolute paths of what compose reads of a stack, also of env files that are not there. */
export function filesRead({ folder, project, texts }: LoadedStack): readonly string[] {
  const envFiles = [...project.services.values()].flatMap((service) =>
    service.envFiles.map(({ path }) => path),
  );
  const named = [...texts.keys(), ...project.composeFiles, ...envFiles];
  return [...new Set(named.map((path) => resolve(folder, path)))].sort();
}

function watch(pattern: vscode.RelativePattern, changed: (uri: vscode.Uri) => void): vscode.Disposable {
  const watcher = vscode.workspace.createFileSystemWatcher(pattern);
  return vscode.Disposable.from(
    watcher,
    watcher.onDidCreate(changed),
    watcher.onDidChange(changed),
    watcher.onDidDelete(changed),
  );
}
