import * as vscode from 'vscode';
import type { RulesPage } from '../rulesPage';
import type { StackLanguages } from './stackLanguages';

/** The value behind a name, where it comes from, and who gets it. */
export class NameHoverProvider implements vscode.HoverProvider {
  constructor(
    private readonly languages: StackLanguages,
    private readonly rulesPage: RulesPage,
  ) {}

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
    const paragraphs = [...hover.paragraphs, ...(await this.linksTo(hover.rules))];
    const contents = new vscode.MarkdownString(paragraphs.join('\n\n'));
    return new vscode.Hover(contents, converter.toRange(hover.span));
  }

  private async linksTo(codes: readonly string[]): Promise<readonly string[]> {
    if (codes.length === 0) return [];
    const sectionOf = await this.rulesPage.sections();
    const links = codes.map((code) => {
      const section = sectionOf(code);
      return section === undefined ? code : `[${code}](${section.toString()})`;
    });
    return [`More in ${links.join(' · ')}`];
  }
}
