import * as vscode from 'vscode';
import type { Completion } from '../../core/language/completion';
import type { PositionConverter } from '../convert';
import type { StackLanguages } from './stackLanguages';

/** What opens the list by itself: a reference that begins, and the value of a variable. */
export const COMPLETION_TRIGGERS = ['$', '{', '='];

/** Names of variables, and the words that they take. */
export class NameCompletionProvider implements vscode.CompletionItemProvider {
  constructor(private readonly languages: StackLanguages) {}

  async provideCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
  ): Promise<vscode.CompletionItem[]> {
    const opened = await this.languages.open(document, token);
    if (opened === undefined) return [];
    const { language, path, converter } = opened;
    return language
      .completions(path, converter.toOffset(position))
      .map((completion) => toItem(completion, position, converter));
  }
}

function toItem(
  completion: Completion,
  position: vscode.Position,
  converter: PositionConverter,
): vscode.CompletionItem {
  const { label, kind, detail, documentation, newText, span, rank, asksForValue, takesAll } = completion;
  const item = new vscode.CompletionItem(
    { label, description: detail },
    kind === 'variable' ? vscode.CompletionItemKind.Variable : vscode.CompletionItemKind.EnumMember,
  );
  const replacing = converter.toRange(span);
  item.range = takesAll === true ? replacing : { inserting: replacing.with(undefined, position), replacing };
  item.insertText = newText;
  item.documentation = new vscode.MarkdownString(documentation);
  item.sortText = `${rank} ${label}`;
  if (asksForValue) item.command = { command: 'editor.action.triggerSuggest', title: 'Suggest Values' };
  return item;
}
