import * as vscode from 'vscode';
import { registerCodeActions } from './codeActions';
import { StackDiagnostics } from './diagnostics';
import type { EngineFactsSource } from './engineFactsSource';
import type { RulesPage } from './rulesPage';
import type { StackModels } from './stackModels';
import type { Stacks } from './stacks';

/** Diagnostics of every stack of the workspace, and their fixes. Starts no process: it works without trust. */
export function registerDiagnostics(
  rulesPage: RulesPage,
  stacks: Stacks,
  models: StackModels,
  engineFacts: EngineFactsSource,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  const diagnostics = new StackDiagnostics(stacks, models, engineFacts, log, rulesPage);
  return vscode.Disposable.from(diagnostics, registerCodeActions(diagnostics, stacks));
}
