import * as vscode from 'vscode';
import type { LoadedStack } from '../../adapters/stackFiles';
import type { DiagnosedCause, DoctorEvidence, DoctorFix } from '../../core/doctor/diagnosis';
import { describeFix, placeOfEvidence } from '../../core/doctor/diagnosisText';
import type { CommandId } from '../ids';
import { commands } from '../ids';
import { ServiceRow } from '../serviceItem';
import { uriIn } from '../stackModels';

/** A row below a cause: what happened, what to do, what it breaks, or where it was seen. */
export interface CauseDetail {
  readonly label: string;
  readonly text: string;
  readonly icon: string;
  /** What a click does. */
  readonly command: vscode.Command | undefined;
}

/** A cause as a row that unfolds. `index` counts from 0: the first is what to mend first. */
export function causeItem(cause: DiagnosedCause, index: number): vscode.TreeItem {
  const { id, service, brief, explanation } = cause;
  const { Expanded, Collapsed } = vscode.TreeItemCollapsibleState;
  const isFirst = index === 0;
  const item = new vscode.TreeItem(service ?? id, isFirst ? Expanded : Collapsed);
  item.id = `cause/${index}/${id}`;
  item.description = brief ?? explanation;
  item.iconPath = new vscode.ThemeIcon(
    isFirst ? 'error' : 'warning',
    new vscode.ThemeColor(isFirst ? 'problemsErrorIcon.foreground' : 'problemsWarningIcon.foreground'),
  );
  item.contextValue = 'cause';
  item.tooltip = tooltip(explanation, id);
  item.accessibilityInformation = { label: `Cause ${index + 1}, ${service ?? id}: ${explanation}` };
  return item;
}

export function detailItem({ label, text, icon, command }: CauseDetail): vscode.TreeItem {
  const item = new vscode.TreeItem(label);
  item.description = text;
  item.iconPath = new vscode.ThemeIcon(icon);
  item.tooltip = tooltip(label, text);
  item.accessibilityInformation = { label: `${label}: ${text}` };
  item.contextValue = 'causeDetail';
  if (command !== undefined) item.command = command;
  return item;
}

function tooltip(...lines: readonly string[]): vscode.MarkdownString {
  return new vscode.MarkdownString().appendText(lines.join('\n'));
}

/** What to do comes before where it was seen. */
export function detailsOf(cause: DiagnosedCause, stack: LoadedStack): readonly CauseDetail[] {
  const { explanation, remedy, breaks, fix, evidence } = cause;
  const said = (label: string, text: string | undefined, icon: string): readonly CauseDetail[] =>
    text === undefined || text === '' ? [] : [{ label, text, icon, command: undefined }];
  return [
    ...said('What happened', explanation, 'info'),
    ...said('What to do', remedy, 'lightbulb'),
    ...(fix === undefined
      ? []
      : [{ label: 'Repair', text: describeFix(fix), icon: 'wrench', command: commandOf(fix, stack) }]),
    ...said('What it breaks', breaks, 'debug-disconnect'),
    ...evidence.map((each) => ({
      label: capital(placeOfEvidence(each)),
      text: each.text,
      icon: ICONS[each.source],
      command: placeOf(each, stack),
    })),
  ];
}

/** Not of a path. */
function capital(text: string): string {
  return /^(?:log|healthcheck|probe) /.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}

const ICONS: Readonly<Record<DoctorEvidence['source'], string>> = {
  log: 'output',
  healthcheck: 'heart',
  engine: 'server-process',
  probe: 'pulse',
  file: 'file-code',
};

const COMMANDS: Readonly<Record<Extract<DoctorFix, { kind: 'command' }>['command'], CommandId>> = {
  up: commands.up,
  'create-secrets': commands.createSecrets,
  'reset-clickhouse': commands.resetClickHouse,
  recreate: commands.recreateService,
  start: commands.startService,
  restart: commands.restartService,
};

/** What brings a repair about. */
export function commandOf(fix: DoctorFix, stack: LoadedStack): vscode.Command {
  if (fix.kind === 'quick-fix') return openLine(fix.path, fix.line, stack);
  const argument = fix.service === undefined ? [] : [new ServiceRow(fix.service)];
  return { command: COMMANDS[fix.command], title: describeFix(fix), arguments: argument };
}

/** One click from where it was seen. */
function placeOf(evidence: DoctorEvidence, stack: LoadedStack): vscode.Command {
  if (evidence.source === 'file') return openLine(evidence.path, evidence.line, stack);
  return { command: commands.showLogs, title: 'Show Logs', arguments: [new ServiceRow(evidence.service)] };
}

function openLine(path: string, line: number, stack: LoadedStack): vscode.Command {
  const start = new vscode.Position(line - 1, 0);
  const selection = new vscode.Range(start, start);
  return { command: 'vscode.open', title: 'Show', arguments: [uriIn(stack, path), { selection }] };
}
