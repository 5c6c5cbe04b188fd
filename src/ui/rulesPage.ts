import * as vscode from 'vscode';

/** A code's section of the page; undefined for a code that has none. */
export type SectionOf = (code: string) => vscode.Uri | undefined;

/** The page about the rules that comes with the extension. */
export class RulesPage {
  private readonly uri: vscode.Uri;

  constructor(extensionUri: vscode.Uri) {
    this.uri = vscode.Uri.joinPath(extensionUri, 'docs', 'rules.md');
  }

  /** The rules load with the first use, not with the extension. */
  async sections(): Promise<SectionOf> {
    const { ruleLines } = await import('../core/rules/page');
    const lines = ruleLines();
    return (code) => {
      const line = lines.get(code);
      return line === undefined ? undefined : this.uri.with({ fragment: `L${line}` });
    };
  }
}
