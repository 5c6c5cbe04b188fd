import { statSync } from 'node:fs';
import * as vscode from 'vscode';
import type { Cure, FileEdit, Fix } from '../core/diagnostic';
import { mergeFixes } from '../core/mergeFixes';
import { suppressionEdit } from '../core/suppression';
import { applyEdits } from '../core/text';
import { toTextEdits } from './convert';
import type { PublishedDiagnostic, StackDiagnostics } from './diagnostics';
import { commands } from './ids';
import { ServiceRow } from './serviceItem';
import { uriIn } from './stackModels';
import type { Stacks } from './stacks';

const FIX_ALL = vscode.CodeActionKind.SourceFixAll.append('langfuseStack');
const CURES = {
  'create-secrets': { command: commands.createSecrets, title: 'Create Secrets' },
  up: { command: commands.up, title: 'Up' },
} as const satisfies Readonly<Record<Extract<Cure, string>, vscode.Command>>;

/** Quick fixes out of the findings themselves, and one action that applies every preferred fix of a file. */
export function registerCodeActions(diagnostics: StackDiagnostics, stacks: Stacks): vscode.Disposable {
  return vscode.languages.registerCodeActionsProvider(
    // An env_file may have any name.
    { scheme: 'file' },
    new FixProvider(diagnostics, stacks),
    { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix, FIX_ALL] },
  );
}

class FixProvider implements vscode.CodeActionProvider {
  constructor(
    private readonly diagnostics: StackDiagnostics,
    private readonly stacks: Stacks,
  ) {}

  async provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    context: vscode.CodeActionContext,
    token: vscode.CancellationToken,
  ): Promise<vscode.CodeAction[]> {
    if (!this.diagnostics.reads(document.uri)) return [];
    const published = await this.diagnostics.published(document.uri);
    const activeStack = await this.stacks.active();
    if (token.isCancellationRequested) return [];
    const actions: vscode.CodeAction[] = [];
    const wants = (kind: vscode.CodeActionKind) => context.only === undefined || context.only.contains(kind);
    if (wants(vscode.CodeActionKind.QuickFix)) {
      const touched = published.filter(({ shown }) => range.intersection(shown.range) !== undefined);
      actions.push(
        ...touched.flatMap((entry) => [...quickFixes(entry), ...commandActions(entry, activeStack)]),
        ...(await suppressions(touched)),
      );
    }
    // Only when asked for: it would crowd every light bulb.
    if (context.only !== undefined && wants(FIX_ALL)) actions.push(...fixAll(document, published));
    return actions;
  }
}

function quickFixes(entry: PublishedDiagnostic): vscode.CodeAction[] {
  return entry.finding.fixes.flatMap((fix) => toAction(fix, entry));
}

/** Commands work on the active stack, and only where processes may be started. */
function commandActions(
  { finding, folder, shown }: PublishedDiagnostic,
  activeStack: string | undefined,
): vscode.CodeAction[] {
  const { cure } = finding;
  if (cure === undefined || folder !== activeStack || !vscode.workspace.isTrusted) return [];
  const command = commandFor(cure);
  const action = new vscode.CodeAction(command.title, vscode.CodeActionKind.QuickFix);
  action.command = command;
  action.diagnostics = [shown];
  return [action];
}

function commandFor(cure: Cure): vscode.Command {
  if (typeof cure === 'string') return CURES[cure];
  const { restart } = cure;
  return {
    command: commands.restartService,
    title: `Restart ${restart}`,
    arguments: [new ServiceRow(restart)],
  };
}

/** Comments that spare the line. There is none for what compose refuses. */
async function suppressions(entries: readonly PublishedDiagnostic[]): Promise<vscode.CodeAction[]> {
  if (entries.length === 0) return [];
  const [{ insideText }, { isLoadProblem }] = await Promise.all([
    import('../core/rules/insideText'),
    import('../core/rules/loadProblems'),
  ]);
  return entries.flatMap((entry) => {
    const { path, span, code } = entry.finding;
    const text = entry.texts.get(path);
    if (text === undefined || isLoadProblem(code)) return [];
    const edit = suppressionEdit(text, span, code, insideText(path, text));
    if (edit === undefined) return [];
    return toAction({ title: `Ignore ${code} on this line`, edits: [{ path, edits: [edit] }] }, entry);
  });
}

function toAction(fix: Fix, entry: PublishedDiagnostic): vscode.CodeAction[] {
  const edit = toWorkspaceEdit(fix.edits, entry);
  if (edit === undefined) return [];
  const action = new vscode.CodeAction(fix.title, vscode.CodeActionKind.QuickFix);
  action.edit = edit;
  action.diagnostics = [entry.shown];
  action.isPreferred = fix.isPreferred === true;
  return [action];
}

function fixAll(
  document: vscode.TextDocument,
  published: readonly PublishedDiagnostic[],
): vscode.CodeAction[] {
  // Fixes that reach into other files are left to the light bulb: saving one file must not change another.
  const entries = published.filter(({ finding, folder }) =>
    preferredFix(finding.fixes)?.edits.every(
      ({ path }) => uriIn({ folder }, path).fsPath === document.uri.fsPath,
    ),
  );
  const first = entries[0];
  if (first === undefined) return [];
  const fixes = entries.flatMap(({ finding }) => preferredFix(finding.fixes) ?? []);
  const edit = toWorkspaceEdit(mergeFixes(fixes), first);
  if (edit === undefined) return [];
  const action = new vscode.CodeAction('Fix all Langfuse Stack problems in this file', FIX_ALL);
  action.edit = edit;
  action.diagnostics = entries.map(({ shown }) => shown);
  return [action];
}

function preferredFix(fixes: readonly Fix[]): Fix | undefined {
  return fixes.find((fix) => fix.isPreferred === true);
}

/** Undefined when a file to edit has changed since it was checked: its spans would hit the wrong places. */
function toWorkspaceEdit(
  fileEdits: readonly FileEdit[],
  { folder, texts }: PublishedDiagnostic,
): vscode.WorkspaceEdit | undefined {
  const workspaceEdit = new vscode.WorkspaceEdit();
  for (const { path, edits } of fileEdits) {
    const uri = uriIn({ folder }, path);
    const text = texts.get(path);
    if (text === undefined) {
      const contents = applyEdits('', edits);
      // No check reads a .gitignore, which mostly exists: what is new goes to its start.
      if (statSync(uri.fsPath, { throwIfNoEntry: false })?.isFile() === true)
        workspaceEdit.insert(uri, new vscode.Position(0, 0), contents);
      else workspaceEdit.createFile(uri, { contents: Buffer.from(contents), ignoreIfExists: true });
    } else {
      if (!isUnchanged(uri, text)) return undefined;
      workspaceEdit.set(uri, toTextEdits(text, edits));
    }
  }
  return workspaceEdit;
}

// An editor shows every line end alike, so only the lines are compared; edits are by line and column.
function isUnchanged(uri: vscode.Uri, text: string): boolean {
  const document = vscode.workspace.textDocuments.find((candidate) => candidate.uri.fsPath === uri.fsPath);
  const lines = (content: string) => content.replace(/\r\n|\r/g, '\n');
  return document === undefined || lines(document.getText()) === lines(text);
}
