import * as vscode from 'vscode';
import { NOTEBOOK_TYPE } from '../ids';
import { CellErrors } from './cellErrors';
import { CellRuns } from './cellRuns';
import { NotebookConnections } from './connections';
import type { EngineAccess, StackSource } from './connections';
import { NotebookController } from './controller';
import { NotebookSerializer } from './serializer';
import { registerCellStatusBar } from './statusBar';

/** Everything about ClickHouse notebooks but the command that opens one. */
export function registerNotebook(
  stacks: StackSource,
  access: EngineAccess,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  const connections = new NotebookConnections(stacks, access, process.env);
  const runs = new CellRuns();
  const errors = new CellErrors();
  return vscode.Disposable.from(
    // Results may hold users' data: they live in the editor and are never part of the file.
    vscode.workspace.registerNotebookSerializer(NOTEBOOK_TYPE, new NotebookSerializer(), {
      transientOutputs: true,
    }),
    new NotebookController(connections, runs, errors, log),
    registerCellStatusBar(connections, runs),
    connections,
    runs,
    errors,
  );
}
