import * as vscode from 'vscode';
import { SETTINGS_SECTION } from './ids';

const SETTING = 'production.projects';

/** Whether the operator has marked the compose project of that name as production. */
export function isProduction(projectName: string): boolean {
  const names = vscode.workspace.getConfiguration(SETTINGS_SECTION).get<unknown>(SETTING);
  return Array.isArray(names) && names.includes(projectName);
}

/** Whether a change of settings may have marked or unmarked a stack. */
export function affectsProduction(event: vscode.ConfigurationChangeEvent): boolean {
  return event.affectsConfiguration(`${SETTINGS_SECTION}.${SETTING}`);
}
