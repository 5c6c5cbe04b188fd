import * as vscode from 'vscode';
import type { NameUse } from '../../core/language/nameUse';
import { PlaceConverter } from './stackLanguages';
import type { LanguageDocument, StackLanguages } from './stackLanguages';

/** Between `KEY=` and `${KEY}`: where a name is defined, where it is used, and both within one file. */
export class NameNavigationProvider
  implements vscode.DefinitionProvider, vscode.ReferenceProvider, vscode.DocumentHighlightProvider
{
  constructor(private readonly languages: StackLanguages) {}

  async provideDefinition(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
  ): Promise<vscode.Location[]> {
    const opened = await this.languages.open(document, token);
    if (opened === undefined) return [];
    const { language, path, converter } = opened;
    return toLocations(opened, language.definitions(path, converter.toOffset(position)));
  }

  async provideReferences(
    document: vscode.TextDocument,
    position: vscode.Position,
    { includeDeclaration }: vscode.ReferenceContext,
    token: vscode.CancellationToken,
  ): Promise<vscode.Location[]> {
    const opened = await this.languages.open(document, token);
    if (opened === undefined) return [];
    const uses = usesAt(opened, position);
    return toLocations(
      opened,
      uses.filter(({ kind }) => includeDeclaration || kind !== 'definition'),
    );
  }

  async provideDocumentHighlights(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
  ): Promise<vscode.DocumentHighlight[]> {
    const opened = await this.languages.open(document, token);
    if (opened === undefined) return [];
    return usesAt(opened, position)
      .filter(({ path }) => path === opened.path)
      .map(({ span, kind }) => {
        const isWritten = kind === 'definition' || kind === 'entry';
        return new vscode.DocumentHighlight(
          opened.converter.toRange(span),
          isWritten ? vscode.DocumentHighlightKind.Write : vscode.DocumentHighlightKind.Read,
        );
      });
  }
}

function usesAt(
  { language, path, converter }: LanguageDocument,
  position: vscode.Position,
): readonly NameUse[] {
  return language.uses(path, converter.toOffset(position));
}

function toLocations({ stack }: LanguageDocument, uses: readonly NameUse[]): vscode.Location[] {
  const places = new PlaceConverter(stack);
  return uses.map((use) => new vscode.Location(places.uri(use.path), places.range(use)));
}
