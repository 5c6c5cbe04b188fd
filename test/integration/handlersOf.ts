import * as vscode from 'vscode';

/** What commands do: registers them once more, without the editor's knowledge. */
export function handlersOf(register: () => vscode.Disposable): readonly (() => Promise<void>)[] {
  const found: (() => Promise<void>)[] = [];
  const original = vscode.commands.registerCommand;
  Object.assign(vscode.commands, {
    registerCommand: (_: string, handler: () => Promise<void>) => {
      found.push(handler);
      return new vscode.Disposable(() => undefined);
    },
  });
  try {
    register();
  } finally {
    Object.assign(vscode.commands, { registerCommand: original });
  }
  return found;
}
