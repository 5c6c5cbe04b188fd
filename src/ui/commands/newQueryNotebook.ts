import * as vscode from 'vscode';
import { starterCells } from '../../core/clickhouse/starterNotebook';
import { UserError } from '../../core/userError';
import { commands } from '../ids';
import type { StackSource } from '../notebook/connections';
import { toNotebookData } from '../notebook/serializer';
import { registerCommand } from '../registerCommand';

/** Opens an untitled notebook that already asks what every operator wants to know. */
export function registerNewQueryNotebook(
  stacks: Pick<StackSource, 'loadActive'>,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  return registerCommand(commands.newQueryNotebook, log, async () => {
    const name = await stackName(stacks);
    const notebook = await vscode.workspace.openNotebookDocument(unusedUri(name ?? 'clickhouse'));
    const edit = new vscode.WorkspaceEdit();
    edit.set(notebook.uri, [vscode.NotebookEdit.insertCells(0, toNotebookData(starterCells(name)).cells)]);
    await vscode.workspace.applyEdit(edit);
    await vscode.window.showNotebookDocument(notebook);
  });
}

/** A name of our own, or Save would propose one that opens as plain SQL the next time. */
function unusedUri(name: string): vscode.Uri {
  const open = new Set(vscode.workspace.notebookDocuments.map(({ uri }) => uri.toString()));
  for (let number = 1; ; number++) {
    const suffix = number === 1 ? '' : `-${number}`;
    const uri = vscode.Uri.from({ scheme: 'untitled', path: `${name}${suffix}.chnb.sql` });
    if (!open.has(uri.toString())) return uri;
  }
}

/** Undefined without a stack: a configured connection needs none. */
async function stackName(stacks: Pick<StackSource, 'loadActive'>): Promise<string | undefined> {
  try {
    return (await stacks.loadActive()).project.name;
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}
