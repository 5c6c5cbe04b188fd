import * as vscode from 'vscode';
import { SETTINGS_SECTION } from './ids';

const SETTING = 'production.projects';

/** Whether the operator has marked the compose project of that name as production. */
export function isProduction(projectName: string): boolean {
  const names = vscode.workspace.getConfiguration(SETTINGS_SECTION).get<unknown>(SETTING);
  return Array.isArray(names) && names.includes(projectName);
}

/**
 * Has the name of a stack typed that is marked as production; any other needs none. `deed` completes "Type its name to".
 */
export async function confirmProduction(projectName: string, title: string, deed: string): Promise<boolean> {
  if (!isProduction(projectName)) return true;
  const typed = await vscode.window.showInputBox({
    title,
    prompt: `${projectName} is marked as production. Type its name to ${deed}.`,
    placeHolder: projectName,
    ignoreFocusOut: true,
    validateInput: (text) =>
      text.trim() === projectName ? undefined : `Type ${projectName}, or press Escape.`,
  });
  return typed !== undefined;
}

/** Whether a change of settings may have marked or unmarked a stack. */
export function affectsProduction(event: vscode.ConfigurationChangeEvent): boolean {
  return event.affectsConfiguration(`${SETTINGS_SECTION}.${SETTING}`);
}
