import * as vscode from 'vscode';

/** Who looks at a stack: views that say so, and visible editors with one of its files. */
export class Onlookers implements vscode.Disposable {
  private readonly didChange = new vscode.EventEmitter<void>();
  readonly onDidChange = this.didChange.event;

  private readonly subscription = vscode.window.onDidChangeVisibleTextEditors(() => this.didChange.fire());
  private readonly views = new Set<vscode.Disposable>();

  constructor(private readonly isOfStack: (file: string) => boolean) {}

  dispose(): void {
    vscode.Disposable.from(this.subscription, this.didChange).dispose();
  }

  /** Somebody looks until the result is disposed. */
  add(): vscode.Disposable {
    const view = new vscode.Disposable(() => {
      if (this.views.delete(view)) this.didChange.fire();
    });
    this.views.add(view);
    this.didChange.fire();
    return view;
  }

  get isEmpty(): boolean {
    const showsStack = ({ document: { uri } }: vscode.TextEditor): boolean =>
      uri.scheme === 'file' && this.isOfStack(uri.fsPath);
    return this.views.size === 0 && !vscode.window.visibleTextEditors.some(showsStack);
  }
}
