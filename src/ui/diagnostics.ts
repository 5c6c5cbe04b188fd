import { resolve, sep } from 'node:path';
import * as vscode from 'vscode';
import { readSurroundings } from '../adapters/surroundings';
import type { Diagnostic } from '../core/diagnostic';
import type { Span } from '../core/text';
import { CHECKED_FILES, CHECKED_NAME } from './checkedFiles';
import { CHECK_LEVELS, levelsFor } from './checkLevels';
import { rangeConverter, toSeverity } from './convert';
import type { EngineFactsSource } from './engineFactsSource';
import { filesRead, watchFiles } from './folderWatch';
import { DIAGNOSTIC_SOURCE } from './ids';
import { inBackground, logFailure } from './log';
import { uriIn } from './stackModels';
import type { StackModels } from './stackModels';
import type { RulesPage, SectionOf } from './rulesPage';
import type { Stacks } from './stacks';

const DEBOUNCE_MS = 200;

/** Files whose change the watch on the workspace does not tell, and the one that does. */
interface WatchedFiles {
  readonly files: readonly string[];
  readonly watch: vscode.Disposable;
}

type DiagnosticCode = NonNullable<vscode.Diagnostic['code']>;

/** What was shown for one file of a stack, and the findings behind it. */
export interface PublishedDiagnostic {
  readonly shown: vscode.Diagnostic;
  readonly finding: Diagnostic;
  /** Absolute path of the stack's folder, which the fixes' paths are relative to. */
  readonly folder: string;
  /** The texts that the finding's spans and edits refer to, by path relative to the folder. */
  readonly texts: ReadonlyMap<string, string>;
}

/** Keeps the Problems view equal to what the check says about every stack of the workspace, open buffers included. */
export class StackDiagnostics implements vscode.Disposable {
  private readonly watcher = vscode.workspace.createFileSystemWatcher(CHECKED_FILES);
  private readonly subscriptions: readonly vscode.Disposable[];
  private readonly checks = new Map<string, StackCheck>();
  private isDisposed = false;

  constructor(
    private readonly stacks: Stacks,
    private readonly models: Pick<StackModels, 'load' | 'forgetStack'>,
    private readonly engineFacts: Pick<EngineFactsSource, 'onDidChange' | 'read' | 'start'>,
    private readonly log: vscode.LogOutputChannel,
    private readonly rulesPage: RulesPage,
  ) {
    const changed = (uri: vscode.Uri) => this.schedule(uri);
    this.subscriptions = [
      this.watcher,
      this.watcher.onDidCreate(changed),
      this.watcher.onDidChange(changed),
      this.watcher.onDidDelete(changed),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.schedule(document.uri)),
      // A closed buffer gives way to the file on disk, with or without what was typed.
      vscode.workspace.onDidCloseTextDocument((document) => this.schedule(document.uri)),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(CHECK_LEVELS)) this.scheduleAll();
      }),
      stacks.onDidChange(() => inBackground(this.followStacks(), log)),
      engineFacts.onDidChange(() => this.scheduleAll()),
      vscode.window.onDidChangeVisibleTextEditors(() => this.startEngineFacts()),
    ];
    inBackground(this.followStacks(), log);
  }

  dispose(): void {
    this.isDisposed = true;
    vscode.Disposable.from(...this.subscriptions, ...this.checks.values()).dispose();
  }

  /** Whether a stack of the workspace may have read a file. */
  reads({ scheme, fsPath }: vscode.Uri): boolean {
    return scheme === 'file' && [...this.checks.values()].some((check) => check.reads(fsPath));
  }

  /** What the Problems view shows for a file, once every change made so far is checked. */
  async published(uri: vscode.Uri): Promise<readonly PublishedDiagnostic[]> {
    const checks = [...this.checks.values()];
    await Promise.all(checks.map((check) => check.settle()));
    return checks.flatMap((check) => check.publishedFor(uri));
  }

  private async followStacks(): Promise<void> {
    const folders = new Set(await this.stacks.list());
    if (this.isDisposed) return;
    for (const [folder, check] of this.checks) {
      if (folders.has(folder)) continue;
      check.dispose();
      this.checks.delete(folder);
    }
    for (const folder of folders) {
      if (this.checks.has(folder)) continue;
      const check = new StackCheck(folder, this.models, this.engineFacts, this.log, this.rulesPage, () =>
        this.startEngineFacts(),
      );
      this.checks.set(folder, check);
      check.schedule();
    }
  }

  private scheduleAll(): void {
    for (const check of this.checks.values()) check.schedule();
  }

  /** What runs matters as soon as somebody looks at what it was made from. */
  private startEngineFacts(): void {
    const isShown = vscode.window.visibleTextEditors.some(({ document: { uri } }) =>
      [...this.checks.values()].some((check) => uri.scheme === 'file' && check.knows(uri.fsPath)),
    );
    if (isShown) this.engineFacts.start();
  }

  private schedule(uri: vscode.Uri): void {
    if (uri.scheme !== 'file') return;
    for (const check of this.checks.values()) if (check.reads(uri.fsPath)) check.schedule();
  }
}

/** Checks one stack, at most one check at a time counting: a newer change makes a running check's result void. */
class StackCheck implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection('langfuse-stack');
  private published = new Map<string, readonly PublishedDiagnostic[]>();
  private knownFiles = new Set<string>();
  private elsewhere: WatchedFiles | undefined;
  private timer: NodeJS.Timeout | undefined;
  private generation = 0;
  private running: Promise<void> | undefined;

  constructor(
    readonly folder: string,
    private readonly models: Pick<StackModels, 'load' | 'forgetStack'>,
    private readonly engineFacts: Pick<EngineFactsSource, 'read'>,
    private readonly log: vscode.LogOutputChannel,
    private readonly rulesPage: RulesPage,
    private readonly didCheck: () => void,
  ) {}

  dispose(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.generation++;
    this.elsewhere?.watch.dispose();
    this.collection.dispose();
  }

  /** Whether compose may read a file of the stack's folder, or the last check has read it anywhere. */
  reads(path: string): boolean {
    return (path.startsWith(this.folder + sep) && CHECKED_NAME.test(path)) || this.knownFiles.has(path);
  }

  /** Whether the last check read a file. */
  knows(path: string): boolean {
    return this.knownFiles.has(path);
  }

  schedule(): void {
    this.generation++;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.start(), DEBOUNCE_MS);
  }

  /** Resolves when no check is due or running. */
  async settle(): Promise<void> {
    while (this.timer !== undefined || this.running !== undefined) {
      if (this.timer !== undefined) this.start();
      await this.running;
    }
  }

  publishedFor(uri: vscode.Uri): readonly PublishedDiagnostic[] {
    return this.published.get(uri.fsPath) ?? [];
  }

  private start(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const running = this.check().finally(() => {
      if (this.running === running) this.running = undefined;
    });
    this.running = running;
  }

  private async check(): Promise<void> {
    const generation = ++this.generation;
    try {
      const [stack, engine] = await Promise.all([
        this.models.load(this.folder),
        this.engineFacts.read(this.folder),
      ]);
      // The rules and the YAML reader load with the first check, not with the extension.
      const [surroundings, { checkStack }, sectionOf] = await Promise.all([
        readSurroundings(stack),
        import('../core/check'),
        this.rulesPage.sections(),
      ]);
      if (generation !== this.generation) return;
      this.watchElsewhere(filesRead(stack).filter((file) => !isSeen(file)));
      const diagnostics = checkStack({ ...stack, ...surroundings, engine }, levelsFor(this.folder));
      this.knownFiles = new Set([...stack.texts.keys()].map((path) => resolve(this.folder, path)));
      this.publish(diagnostics, stack.texts, sectionOf);
      this.didCheck();
    } catch (error) {
      if (generation !== this.generation) return;
      // The folder vanished or cannot be read: what was said about it no longer holds.
      this.publish([], new Map(), () => undefined);
      logFailure(this.log, error);
    }
  }

  /** Nobody else tells when these change. */
  private watchElsewhere(files: readonly string[]): void {
    if (this.elsewhere?.files.join('\0') === files.join('\0')) return;
    this.elsewhere?.watch.dispose();
    const watch = watchFiles(files, () => {
      this.models.forgetStack(this.folder);
      this.schedule();
    });
    this.elsewhere = { files, watch };
  }

  private publish(
    diagnostics: readonly Diagnostic[],
    texts: ReadonlyMap<string, string>,
    sectionOf: SectionOf,
  ): void {
    const toUri = (path: string) => uriIn(this, path);
    const published = new Map<string, PublishedDiagnostic[]>();
    for (const finding of diagnostics) {
      const file = toUri(finding.path).fsPath;
      const shown = toVscode(finding, texts, toUri, codeWithPage(finding.code, sectionOf));
      const entry = { shown, finding, folder: this.folder, texts };
      published.set(file, [...(published.get(file) ?? []), entry]);
    }
    // One call, so that nothing blinks: files without problems any more are emptied by it too.
    const files = new Set([...this.published.keys(), ...published.keys()]);
    this.published = published;
    this.collection.set(
      [...files].map((file) => [vscode.Uri.file(file), published.get(file)?.map(({ shown }) => shown)]),
    );
    this.log.debug(`${this.folder}: ${diagnostics.length} problems`);
  }
}

/** Whether the watch on the workspace tells when a file changes. */
function isSeen(file: string): boolean {
  return CHECKED_NAME.test(file) && vscode.workspace.getWorkspaceFolder(vscode.Uri.file(file)) !== undefined;
}

/** The code, linked to its section of the rules page. */
function codeWithPage(code: string, sectionOf: SectionOf): DiagnosticCode {
  const target = sectionOf(code);
  return target === undefined ? code : { value: code, target };
}

function toVscode(
  finding: Diagnostic,
  texts: ReadonlyMap<string, string>,
  toUri: (path: string) => vscode.Uri,
  code: DiagnosticCode,
): vscode.Diagnostic {
  const toRange = (path: string, span: Span) => rangeConverter(texts.get(path) ?? '')(span);
  const diagnostic = new vscode.Diagnostic(
    toRange(finding.path, finding.span),
    finding.message,
    toSeverity(finding.severity),
  );
  diagnostic.source = DIAGNOSTIC_SOURCE;
  diagnostic.code = code;
  if (finding.isUnnecessary === true) diagnostic.tags = [vscode.DiagnosticTag.Unnecessary];
  diagnostic.relatedInformation = (finding.related ?? []).map(
    ({ path, span, message }) =>
      new vscode.DiagnosticRelatedInformation(new vscode.Location(toUri(path), toRange(path, span)), message),
  );
  return diagnostic;
}
