import * as vscode from 'vscode';
import { SETTINGS_SECTION } from '../ids';
import type { StackModels } from '../stackModels';
import type { StackLanguages } from './stackLanguages';

const ENABLED = 'inlayHints.enabled';
const SECRETS = 'inlayHints.secrets';

/** The value that each `${…}` of a compose file really has, behind it. */
export class ValueHintsProvider implements vscode.InlayHintsProvider, vscode.Disposable {
  private readonly didChange = new vscode.EventEmitter<void>();
  readonly onDidChangeInlayHints = this.didChange.event;
  private readonly subscriptions: readonly vscode.Disposable[];

  constructor(
    private readonly languages: StackLanguages,
    models: StackModels,
  ) {
    this.subscriptions = [
      models.onDidChange(() => this.didChange.fire()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(`${SETTINGS_SECTION}.inlayHints`)) this.didChange.fire();
      }),
    ];
  }

  dispose(): void {
    vscode.Disposable.from(...this.subscriptions, this.didChange).dispose();
  }

  async provideInlayHints(
    document: vscode.TextDocument,
    range: vscode.Range,
    token: vscode.CancellationToken,
  ): Promise<vscode.InlayHint[]> {
    const settings = vscode.workspace.getConfiguration(SETTINGS_SECTION, document);
    if (!settings.get<boolean>(ENABLED, true)) return [];
    const opened = await this.languages.open(document, token);
    if (opened === undefined) return [];
    const { language, path, converter } = opened;
    const secrets = settings.get<boolean>(SECRETS, false) ? 'masked' : 'left-out';
    return language.hints(path, converter.toSpan(range), { secrets }).map((hint) => {
      const shown = new vscode.InlayHint(converter.toPosition(hint.offset), hint.label);
      shown.paddingLeft = true;
      shown.tooltip = new vscode.MarkdownString(hint.tooltip);
      return shown;
    });
  }
}
