import * as vscode from 'vscode';
import type { Severity } from '../core/diagnostic';
import { LineIndex } from '../core/text';
import type { Span, TextEdit } from '../core/text';

/** Converts spans of one text to VS Code ranges. The text need not be open in an editor. */
export function rangeConverter(text: string): (span: Span) => vscode.Range {
  const index = new LineIndex(text);
  return ({ start, end }) => {
    const from = index.positionAt(start);
    const to = index.positionAt(end);
    return new vscode.Range(from.line, from.column, to.line, to.column);
  };
}

export function toTextEdits(text: string, edits: readonly TextEdit[]): vscode.TextEdit[] {
  const toRange = rangeConverter(text);
  return edits.map((edit) => vscode.TextEdit.replace(toRange(edit.span), edit.newText));
}

export function toSeverity(severity: Severity): vscode.DiagnosticSeverity {
  switch (severity) {
    case 'error':
      return vscode.DiagnosticSeverity.Error;
    case 'warning':
      return vscode.DiagnosticSeverity.Warning;
    case 'info':
      return vscode.DiagnosticSeverity.Information;
  }
}

/** A signal that aborts with the token. Dispose it when the work is over. */
export class TokenSignal {
  private readonly controller = new AbortController();
  private readonly listener: vscode.Disposable;
  readonly signal = this.controller.signal;

  constructor(token: vscode.CancellationToken) {
    this.listener = token.onCancellationRequested(() => this.controller.abort());
    if (token.isCancellationRequested) this.controller.abort();
  }

  dispose(): void {
    this.listener.dispose();
  }
}
