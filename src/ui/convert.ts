import * as vscode from 'vscode';
import type { Severity } from '../core/diagnostic';
import { LineIndex } from '../core/text';
import type { Span, TextEdit } from '../core/text';

/** Converts offsets of one text to VS Code positions and back. The text need not be open in an editor. */
export class PositionConverter {
  private readonly index: LineIndex;
  /** An editor hides the byte order mark that a file may begin with. */
  private readonly hiddenUnits: number;

  constructor(text: string) {
    this.index = new LineIndex(text);
    this.hiddenUnits = text.startsWith('\ufeff') ? 1 : 0;
  }

  toPosition(offset: number): vscode.Position {
    const { line, column } = this.index.positionAt(offset);
    return new vscode.Position(line, line === 0 ? Math.max(0, column - this.hiddenUnits) : column);
  }

  toRange({ start, end }: Span): vscode.Range {
    return new vscode.Range(this.toPosition(start), this.toPosition(end));
  }

  toOffset({ line, character }: vscode.Position): number {
    return this.index.offsetAt({ line, column: line === 0 ? character + this.hiddenUnits : character });
  }

  toSpan({ start, end }: vscode.Range): Span {
    return { start: this.toOffset(start), end: this.toOffset(end) };
  }
}

/** Converts spans of one text to VS Code ranges. */
export function rangeConverter(text: string): (span: Span) => vscode.Range {
  const converter = new PositionConverter(text);
  return (span) => converter.toRange(span);
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
