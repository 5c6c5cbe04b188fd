import * as vscode from 'vscode';
import type { StackLanguages } from './stackLanguages';

/** The value behind a name, where it comes from, and who gets it. */
export class NameHoverProvider implements vscode.HoverProvider {
  constructor(private readonly languages: StackLanguages) {}

  async provideHover(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
  ): Promise<vscode.Hover | undefined> {
    const opened = await this.languages.open(document, token);
    if (opened === undefined) return undefined;
    const { language, path, converter } = opened;
    const hover = language.hover(path, converter.toOffset(position));
    if (hover === undefined) return undefined;
    // Not trusted: no command of ours or of the files' runs from it.
    const contents = new vscode.MarkdownString(hover.paragraphs.join('\n\n'));
    return new vscode.Hover(contents, converter.toRange(hover.span));
  }
}
