import type * as vscode from 'vscode';
import type { LoadedStack } from '../../adapters/stackFiles';
import type { StackLanguage } from '../../core/language/stackLanguage';
import type { Location } from '../../core/text';
import { PositionConverter } from '../convert';
import { uriIn } from '../stackModels';
import type { StackModels } from '../stackModels';

/** A document that a stack reads, and what is known about its names. */
export interface LanguageDocument {
  readonly stack: LoadedStack;
  readonly language: StackLanguage;
  /** As in the stack's texts. */
  readonly path: string;
  /** Between the document and the text that was loaded: they differ in line ends and the byte order mark. */
  readonly converter: PositionConverter;
}

/** Opens documents for the language features. What they need of core loads with the first one. */
export class StackLanguages {
  private readonly languages = new WeakMap<LoadedStack, StackLanguage>();

  constructor(private readonly models: StackModels) {}

  /** Undefined for a document that no stack reads, and while what was loaded is not what the editor shows. */
  async open(
    document: vscode.TextDocument,
    token: vscode.CancellationToken,
  ): Promise<LanguageDocument | undefined> {
    const found = await this.models.find(document);
    if (found === undefined || token.isCancellationRequested) return undefined;
    const { stack, path } = found;
    const text = stack.texts.get(path) ?? '';
    if (plainLines(text) !== plainLines(document.getText())) return undefined;
    return { stack, path, language: await this.languageOf(stack), converter: new PositionConverter(text) };
  }

  private async languageOf(stack: LoadedStack): Promise<StackLanguage> {
    const { StackLanguage } = await import('../../core/language/stackLanguage');
    const language = this.languages.get(stack) ?? new StackLanguage(stack);
    this.languages.set(stack, language);
    return language;
  }
}

/** Places of a stack as an editor opens them. Each file is measured once. */
export class PlaceConverter {
  private readonly converters = new Map<string, PositionConverter>();

  constructor(private readonly stack: LoadedStack) {}

  uri(path: string): vscode.Uri {
    return uriIn(this.stack, path);
  }

  range({ path, span }: Location): vscode.Range {
    const converter = this.converters.get(path) ?? new PositionConverter(this.stack.texts.get(path) ?? '');
    this.converters.set(path, converter);
    return converter.toRange(span);
  }
}

function plainLines(text: string): string {
  return text.replace(/^\ufeff/, '').replace(/\r\n|\r/g, '\n');
}
