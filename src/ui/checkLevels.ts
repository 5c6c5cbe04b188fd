import * as vscode from 'vscode';
import { toLevels } from '../core/severityLevels';
import type { LevelsByCode } from '../core/severityLevels';

export const CHECK_LEVELS = 'langfuseStack.diagnostics.levels';

/** How grave the user wants each finding to be; a folder of the workspace may have its own settings. */
export function levelsFor(folder: string): LevelsByCode {
  return toLevels(vscode.workspace.getConfiguration(undefined, vscode.Uri.file(folder)).get(CHECK_LEVELS));
}
