import * as vscode from 'vscode';
import { describeConnection, explainConnection } from '../../core/clickhouse/connection';
import type { ConnectionChoice } from '../../core/clickhouse/connection';
import { NOTEBOOK_TYPE } from '../ids';
import type { CellRuns } from './cellRuns';
import type { NotebookConnections } from './connections';

const { Left, Right } = vscode.NotebookCellStatusBarAlignment;

/** Under each cell: what came back, and where it was asked. VS Code itself shows how long it took. */
export function registerCellStatusBar(connections: NotebookConnections, runs: CellRuns): vscode.Disposable {
  const didChange = new vscode.EventEmitter<void>();
  // Shared by all cells: finding the connection reads the stack's files.
  let choice: Promise<ConnectionChoice> | undefined;
  const refresh = (): void => {
    choice = undefined;
    didChange.fire();
  };
  return vscode.Disposable.from(
    didChange,
    runs.onDidChange(refresh),
    connections.onDidChange(refresh),
    vscode.workspace.onDidGrantWorkspaceTrust(refresh),
    vscode.notebooks.registerNotebookCellStatusBarItemProvider(NOTEBOOK_TYPE, {
      onDidChangeCellStatusBarItems: didChange.event,
      provideCellStatusBarItems: async (cell) => {
        if (cell.kind !== vscode.NotebookCellKind.Code) return [];
        if (!vscode.workspace.isTrusted) return runItems(cell, runs);
        choice ??= connections.choose();
        return [...runItems(cell, runs), ...connectionItems(await choice)];
      },
    }),
  );
}

function runItems(cell: vscode.NotebookCell, runs: CellRuns): vscode.NotebookCellStatusBarItem[] {
  const run = runs.get(cell);
  if (run === undefined) return [];
  const items: vscode.NotebookCellStatusBarItem[] = [];
  if (run.rows !== undefined) {
    const rows = new vscode.NotebookCellStatusBarItem(
      run.isCut ? `$(warning) ${run.rows}, cut` : run.rows,
      Left,
    );
    rows.tooltip = run.isCut
      ? 'The result is longer than langfuseStack.notebook.maxRows. Add a LIMIT or an aggregate, or raise it.'
      : 'Rows of the last statement';
    items.push(rows);
  }
  if (!run.isBounded) {
    const unbounded = new vscode.NotebookCellStatusBarItem('$(warning) no time limit', Left);
    unbounded.tooltip =
      "This user's profile (readonly = 1) refuses settings, so the server does not stop a long statement by itself.";
    items.push(unbounded);
  }
  return items;
}

function connectionItems(choice: ConnectionChoice): vscode.NotebookCellStatusBarItem[] {
  if (choice.kind === 'unavailable') {
    const missing = new vscode.NotebookCellStatusBarItem('$(debug-disconnect) no connection', Right);
    missing.tooltip = choice.message;
    return [missing];
  }
  const where = new vscode.NotebookCellStatusBarItem(
    `$(database) ${describeConnection(choice.connection)}`,
    Right,
  );
  where.tooltip = explainConnection(choice.connection);
  const readOnly = new vscode.NotebookCellStatusBarItem('$(lock) read-only', Right);
  readOnly.tooltip = 'ClickHouse refuses statements that change data or tables.';
  return [where, readOnly];
}
