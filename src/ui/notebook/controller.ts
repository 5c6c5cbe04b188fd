import * as vscode from 'vscode';
import type { ClickHouse } from '../../adapters/clickhouse';
import { utf16Offset } from '../../core/clickhouse/errors';
import {
  failurePayload,
  formatRows,
  outcomePayload,
  runningPayload,
} from '../../core/clickhouse/queryOutcome';
import type { QueryOutcome, QueryProgress } from '../../core/clickhouse/queryOutcome';
import type { ResultTable } from '../../core/clickhouse/resultTable';
import { splitStatements } from '../../core/clickhouse/statements';
import type { Statement } from '../../core/clickhouse/statements';
import { UserError } from '../../core/userError';
import { TokenSignal } from '../convert';
import { NOTEBOOK_TYPE, SETTINGS_SECTION, SQL_LANGUAGE } from '../ids';
import type { CellErrors } from './cellErrors';
import type { CellRuns } from './cellRuns';
import type { NotebookConnections } from './connections';
import { StatementOutput } from './output';

const CONTROLLER_ID = 'langfuse-stack.clickhouse';
/** What an output may hold; it is kept by the editor and sent to the renderer. */
const MAX_OUTPUT_BYTES = 8 * 1024 * 1024;

type CellResult = 'succeeded' | 'failed' | 'cancelled';

interface Limits {
  readonly maxRows: number;
  readonly maxSeconds: number;
}

/** Runs cells one after another; a failing cell does not keep the next from running. */
export class NotebookController implements vscode.Disposable {
  // Without an interruptHandler: VS Code would then never cancel the token of an execution.
  private readonly controller = vscode.notebooks.createNotebookController(
    CONTROLLER_ID,
    NOTEBOOK_TYPE,
    'ClickHouse',
    (cells) => this.runCells(cells),
  );
  private executionOrder = 0;

  constructor(
    private readonly connections: NotebookConnections,
    private readonly runs: CellRuns,
    private readonly errors: CellErrors,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.controller.supportedLanguages = [SQL_LANGUAGE];
    this.controller.supportsExecutionOrder = true;
    this.controller.description = 'The ClickHouse of the stack';
  }

  dispose(): void {
    this.controller.dispose();
  }

  private async runCells(cells: readonly vscode.NotebookCell[]): Promise<void> {
    // Created at once, so that VS Code shows the later ones as waiting.
    const executions = cells.map((cell) => this.controller.createNotebookCellExecution(cell));
    for (const execution of executions) await this.runCell(execution);
  }

  private async runCell(execution: vscode.NotebookCellExecution): Promise<void> {
    const { cell, token } = execution;
    let result: CellResult = 'failed';
    const cancellation = new TokenSignal(token);
    // VS Code drops a closed notebook without cancelling its cells; the server would go on for nobody.
    const closing = new AbortController();
    const closed = vscode.workspace.onDidCloseNotebookDocument((notebook) => {
      if (notebook === cell.notebook) closing.abort();
    });
    execution.executionOrder = ++this.executionOrder;
    execution.start(Date.now());
    try {
      this.runs.set(cell, undefined);
      this.errors.clear(cell.document);
      await execution.clearOutput();
      const signal = AbortSignal.any([cancellation.signal, closing.signal]);
      result = signal.aborted ? 'cancelled' : await this.runStatements(execution, signal);
    } catch (error) {
      if (!cell.notebook.isClosed) await this.showFailure(execution, error);
    } finally {
      closed.dispose();
      cancellation.dispose();
      // Undefined ends a cancelled cell without a verdict; false would paint it red.
      execution.end(result === 'cancelled' ? undefined : result === 'succeeded', Date.now());
    }
  }

  private async runStatements(
    execution: vscode.NotebookCellExecution,
    signal: AbortSignal,
  ): Promise<CellResult> {
    if (!vscode.workspace.isTrusted) throw new UserError('Trust this workspace to run queries.');
    const text = execution.cell.document.getText();
    const limits = readLimits();
    const statements = splitStatements(text);
    if (statements.length === 0) return 'succeeded';
    const clickhouse = await this.connections.open(limits.maxSeconds);
    for (const statement of statements) {
      const result = await this.runStatement(clickhouse, statement, { execution, text, limits, signal });
      if (result !== 'succeeded') return result;
    }
    return 'succeeded';
  }

  private async runStatement(
    clickhouse: ClickHouse,
    statement: Statement,
    { execution, text, limits, signal }: CellContext,
  ): Promise<CellResult> {
    const startMs = performance.now();
    const elapsedMs = (): number => performance.now() - startMs;
    const output = new StatementOutput(execution, () => performance.now());
    let rows: ResultTable | undefined;
    let progress: QueryProgress | undefined;
    const update = (): void => output.update(() => runningPayload(rows, progress, elapsedMs()));

    const sql = text.slice(statement.start, statement.end);
    const outcome = await clickhouse.run(
      { sql, ...limits, maxBytes: MAX_OUTPUT_BYTES, isReadOnly: true },
      {
        onRows: (table) => {
          rows = table;
          update();
        },
        onProgress: (latest) => {
          progress = latest;
          update();
        },
      },
      signal,
    );
    if (execution.cell.notebook.isClosed) return 'cancelled';
    const place = this.markError(outcome, sql, statement, execution.cell.document);
    await output.finish(
      outcomePayload(outcome, { elapsedMs: elapsedMs(), maxSeconds: limits.maxSeconds, place }),
    );
    this.runs.set(execution.cell, {
      rows: 'table' in outcome && outcome.table.hasColumns ? formatRows(outcome.table) : undefined,
      isCut: 'table' in outcome && outcome.table.isCut,
      isBounded: clickhouse.acceptsSettings,
    });
    return resultOf(outcome);
  }

  /** Underlines what the server complained about, and says where that is. */
  private markError(
    outcome: QueryOutcome,
    sql: string,
    statement: Statement,
    document: vscode.TextDocument,
  ): string {
    if (outcome.kind !== 'failed' || outcome.error.byteOffset === undefined) return '';
    const offset = statement.start + utf16Offset(sql, outcome.error.byteOffset);
    const position = document.positionAt(Math.min(offset, statement.end));
    this.errors.mark(document, position, outcome.error.message);
    return `Line ${position.line + 1}, column ${position.character + 1}`;
  }

  private async showFailure(execution: vscode.NotebookCellExecution, error: unknown): Promise<void> {
    const isExpected = error instanceof UserError;
    if (!isExpected) this.log.error(error instanceof Error ? error : String(error));
    const message = isExpected
      ? error.message
      : 'Langfuse Stack met an unexpected error. The log has the details.';
    await new StatementOutput(execution, () => performance.now()).finish(failurePayload(message));
  }
}

interface CellContext {
  readonly execution: vscode.NotebookCellExecution;
  /** The cell's text when it was started: it may be edited meanwhile. */
  readonly text: string;
  readonly limits: Limits;
  readonly signal: AbortSignal;
}

function resultOf({ kind }: QueryOutcome): CellResult {
  switch (kind) {
    case 'rows':
    case 'text':
    case 'nothing':
      return 'succeeded';
    case 'failed':
    case 'broken-off':
      return 'failed';
    case 'cancelled':
      return 'cancelled';
  }
}

function readLimits(): Limits {
  const settings = vscode.workspace.getConfiguration(`${SETTINGS_SECTION}.notebook`);
  return {
    maxRows: settings.get<number>('maxRows', 1000),
    maxSeconds: settings.get<number>('maxSeconds', 60),
  };
}
