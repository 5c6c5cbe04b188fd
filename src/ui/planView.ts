import * as vscode from 'vscode';
import type { Plan } from '../core/stack/plan';
import { planAsMarkdown } from '../core/stack/planText';

const SCHEME = 'langfuse-stack-plan';

/** Shows plans as read-only documents, rendered beside the editor, whose steps are ticked while they run. */
export class PlanView implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly didChange = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.didChange.event;
  private readonly texts = new Map<string, string>();
  private readonly registration = vscode.workspace.registerTextDocumentContentProvider(SCHEME, this);

  dispose(): void {
    vscode.Disposable.from(this.registration, this.didChange).dispose();
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.texts.get(uri.path) ?? '';
  }

  async show(plan: Plan): Promise<void> {
    this.write(plan, 0);
    await vscode.commands.executeCommand('markdown.showPreviewToSide', uriOf(plan));
  }

  /** Ticks the first steps of a plan, if it was shown. */
  update(plan: Plan, finishedSteps: number): void {
    if (this.texts.has(uriOf(plan).path)) this.write(plan, finishedSteps);
  }

  private write(plan: Plan, finishedSteps: number): void {
    const uri = uriOf(plan);
    this.texts.set(uri.path, planAsMarkdown(plan, finishedSteps));
    this.didChange.fire(uri);
  }
}

/** The last part names the tab. A later plan of the same title takes the place of an earlier one. */
function uriOf({ title }: Plan): vscode.Uri {
  return vscode.Uri.from({ scheme: SCHEME, path: `/${title}.md` });
}
