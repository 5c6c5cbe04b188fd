import * as vscode from 'vscode';
import { PlaceConverter } from './stackLanguages';
import type { LanguageDocument, StackLanguages } from './stackLanguages';

/** Renames a variable of `.env` wherever the stack's files name it. A refusal is an error in the operator's words. */
export class NameRenameProvider implements vscode.RenameProvider {
  constructor(private readonly languages: StackLanguages) {}

  async prepareRename(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
  ): Promise<{ range: vscode.Range; placeholder: string }> {
    const { language, path, converter } = await this.open(document, token);
    const target = language.renameTarget(path, converter.toOffset(position));
    if (target.kind === 'refused') throw new Error(target.reason);
    return { range: converter.toRange(target.span), placeholder: target.name };
  }

  async provideRenameEdits(
    document: vscode.TextDocument,
    position: vscode.Position,
    newName: string,
    token: vscode.CancellationToken,
  ): Promise<vscode.WorkspaceEdit> {
    const { language, path, converter, stack } = await this.open(document, token);
    const result = language.rename(path, converter.toOffset(position), newName);
    if (result.kind === 'refused') throw new Error(result.reason);
    const places = new PlaceConverter(stack);
    const workspaceEdit = new vscode.WorkspaceEdit();
    for (const { path: file, edits } of result.edits) {
      const toEdit = ({ span, newText }: (typeof edits)[number]) =>
        vscode.TextEdit.replace(places.range({ path: file, span }), newText);
      workspaceEdit.set(places.uri(file), edits.map(toEdit));
    }
    return workspaceEdit;
  }

  private async open(
    document: vscode.TextDocument,
    token: vscode.CancellationToken,
  ): Promise<LanguageDocument> {
    const opened = await this.languages.open(document, token);
    if (opened === undefined) throw new Error('No stack of this workspace reads this file.');
    return opened;
  }
}
