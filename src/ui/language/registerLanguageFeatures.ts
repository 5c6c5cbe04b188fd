import { basename, dirname, resolve } from 'node:path';
import * as vscode from 'vscode';
import { CHECKED_FILES, CHECKED_NAME } from '../checkedFiles';
import type { RulesPage } from '../rulesPage';
import type { StackModels } from '../stackModels';
import { COMPLETION_TRIGGERS, NameCompletionProvider } from './completionProvider';
import { NameHoverProvider } from './hoverProvider';
import { NameNavigationProvider } from './navigationProvider';
import { NameRenameProvider } from './renameProvider';
import { StackLanguages } from './stackLanguages';
import { ValueHintsProvider } from './valueHintsProvider';

/**
 * Hovers, completion, navigation, rename and value hints in `.env` and compose files. They start no process, so they
 * work without trust; a file that no stack reads gets nothing from them.
 */
export function registerLanguageFeatures(models: StackModels, rulesPage: RulesPage): vscode.Disposable {
  const languages = new StackLanguages(models);
  const hints = new ValueHintsProvider(languages, models);
  const hovers = new NameHoverProvider(languages, rulesPage);
  const register = (selector: vscode.DocumentSelector) =>
    registerProviders(selector, languages, hints, hovers);

  const ofStacks = register({ scheme: 'file', pattern: CHECKED_FILES });

  // An env_file may have any name: such files join once a stack was seen to read them.
  const others = new Map<string, vscode.Disposable>();
  const subscription = models.onDidLoad(({ folder, texts }) => {
    for (const path of texts.keys()) {
      const file = resolve(folder, path);
      if (CHECKED_NAME.test(file) || others.has(file)) continue;
      const pattern = new vscode.RelativePattern(vscode.Uri.file(dirname(file)), escapeGlob(basename(file)));
      others.set(file, register({ scheme: 'file', pattern }));
    }
  });
  return new vscode.Disposable(() => {
    const all = [subscription, hints, ofStacks, ...others.values()];
    for (const each of all) each.dispose();
  });
}

function registerProviders(
  selector: vscode.DocumentSelector,
  languages: StackLanguages,
  hints: ValueHintsProvider,
  hovers: NameHoverProvider,
): vscode.Disposable {
  const navigation = new NameNavigationProvider(languages);
  return vscode.Disposable.from(
    vscode.languages.registerHoverProvider(selector, hovers),
    vscode.languages.registerCompletionItemProvider(
      selector,
      new NameCompletionProvider(languages),
      ...COMPLETION_TRIGGERS,
    ),
    vscode.languages.registerDefinitionProvider(selector, navigation),
    vscode.languages.registerReferenceProvider(selector, navigation),
    vscode.languages.registerDocumentHighlightProvider(selector, navigation),
    vscode.languages.registerRenameProvider(selector, new NameRenameProvider(languages)),
    vscode.languages.registerInlayHintsProvider(selector, hints),
  );
}

/** A glob that stands for this very name. */
function escapeGlob(name: string): string {
  return name.replace(/[*?[\]{}]/g, '[$&]');
}
