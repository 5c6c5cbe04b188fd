import * as vscode from 'vscode';

const SOURCE = 'ClickHouse';

/** Underlines in cells where the server found an error. Gone with the next edit or run. */
export class CellErrors implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection('langfuse-stack.clickhouse');
  private readonly subscriptions = vscode.Disposable.from(
    this.collection,
    vscode.workspace.onDidChangeTextDocument(({ document }) => this.clear(document)),
    vscode.workspace.onDidCloseTextDocument((document) => this.clear(document)),
  );

  dispose(): void {
    this.subscriptions.dispose();
  }

  mark(document: vscode.TextDocument, position: vscode.Position, message: string): void {
    const range = document.getWordRangeAtPosition(position) ?? document.lineAt(position.line).range;
    const diagnostic = new vscode.Diagnostic(range, message);
    diagnostic.source = SOURCE;
    this.collection.set(document.uri, [diagnostic]);
  }

  clear({ uri }: vscode.TextDocument): void {
    if (this.collection.has(uri)) this.collection.delete(uri);
  }
}
