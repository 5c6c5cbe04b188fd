import * as vscode from 'vscode';

/** What the status bar of a cell says about its last run. */
export interface CellRun {
  /** Such as `first 1,000 rows`; undefined when there is no table. */
  readonly rows: string | undefined;
  readonly isCut: boolean;
  /** False when the server took no settings from us, so that it knows no limit of ours. */
  readonly isBounded: boolean;
}

/** The last run of every open cell. Forgotten with the cell. */
export class CellRuns implements vscode.Disposable {
  private readonly runs = new WeakMap<vscode.NotebookCell, CellRun>();
  private readonly didChange = new vscode.EventEmitter<void>();
  readonly onDidChange = this.didChange.event;

  dispose(): void {
    this.didChange.dispose();
  }

  get(cell: vscode.NotebookCell): CellRun | undefined {
    return this.runs.get(cell);
  }

  set(cell: vscode.NotebookCell, run: CellRun | undefined): void {
    if (run === undefined) this.runs.delete(cell);
    else this.runs.set(cell, run);
    this.didChange.fire();
  }
}
