import * as vscode from 'vscode';
import { plainResult } from '../../core/clickhouse/plainTable';
import type { ResultPayload } from '../../core/clickhouse/resultPayload';
import { RESULT_MIME } from '../ids';

/** Each update sends the whole output again. */
const UPDATE_INTERVAL_MS = 250;

/** The output of one statement: written a few times a second while it runs, and once more at its end. */
export class StatementOutput {
  private output: vscode.NotebookCellOutput | undefined;
  private writing: Promise<void> = Promise.resolve();
  private isWriting = false;
  private lastUpdateMs: number;

  constructor(
    private readonly execution: vscode.NotebookCellExecution,
    private readonly now: () => number,
  ) {
    this.lastUpdateMs = now();
  }

  /** The payload is made only when it is shown: most calls come too early. */
  update(payload: () => ResultPayload): void {
    if (this.isWriting || this.now() - this.lastUpdateMs < UPDATE_INTERVAL_MS) return;
    this.lastUpdateMs = this.now();
    this.isWriting = true;
    this.writing = this.write(payload()).finally(() => {
      this.isWriting = false;
    });
  }

  async finish(payload: ResultPayload): Promise<void> {
    await this.writing;
    await this.write(payload);
  }

  private async write(payload: ResultPayload): Promise<void> {
    const items = [
      vscode.NotebookCellOutputItem.json(payload, RESULT_MIME),
      vscode.NotebookCellOutputItem.text(plainResult(payload)),
    ];
    if (this.output === undefined) {
      this.output = new vscode.NotebookCellOutput(items);
      await this.execution.appendOutput(this.output);
    } else {
      await this.execution.replaceOutputItems(items, this.output);
    }
  }
}
